"""Values of another definition (口径): what they may decide, and what only once a named person has accepted them."""

from tests.services.indicators.rules.cases import among, case, count, line, relative, state, step, trend

_DIFFERS = "definition_differs"

DEFINITIONS = [
    case("one definition throughout", line(">=", "40"), "2022:41@1", "met_early", base="2019 26", definition=1),
    case("nobody said which", line(">=", "40"), "2022:41", "met_early", base="2019 26", definition=1),
    case("the value judged is of another", line(">=", "40"), "2022:41@2", "undetermined", definition=1, reason=_DIFFERS, rule="threshold/definition"),
    case("accepted", line(">=", "40"), "2022:41@2", "met_early", definition=1, accepted_definitions=[2]),
    case("another one was accepted", line(">=", "40"), "2022:41@3", "undetermined", definition=1, accepted_definitions=[2], reason=_DIFFERS),
    case("at the horizon too", line(">=", "40"), "2022:41@2", "undetermined", definition=1, horizon=2022, year=2022, reason=_DIFFERS),
    case("an earlier value of another decides nothing", line(">=", "40"), "2021:39@2 2022:41@1", "met_early", definition=1),
    case("only the value that counts matters", line(">=", "40"), "2022:41@2 2022:41v@1", "met_early", definition=1),
    case("no value after the baseline", line(">=", "40"), "2019:41@2", "no_data", base="2019 26", definition=1),
    case("a range", among("60", "65"), "2022:61@2", "undetermined", definition=1, reason=_DIFFERS),
    case("a state", state("消除"), "2022:消除@2", "undetermined", definition=1, reason=_DIFFERS),
    case("a trend rests on every year", trend("up"), "2020:30@1 2021:31@2 2022:32@1", "undetermined", definition=1, reason=_DIFFERS),
    case("a change rests on its base", relative("year", "up", "10", base_year=2020), "2020:30@2 2022:34@1", "undetermined", definition=1),
    case("a yearly step", step("up", "1"), "2020:30@1 2021:31@1 2022:33@2", "undetermined", definition=1, reason=_DIFFERS),
    case("a sum over the period", count("110"), "2020:10@1 2021:10@2 2022:10@1", "undetermined", definition=1, reason=_DIFFERS),
    case("the annual target as well", line(">=", "40"), "2022:33@2", "undetermined", definition=1, annual_target=line(">=", "32"), reason=_DIFFERS),
    case(
        "a qualified baseline that was accepted", line(">=", "40"), "2022:33", "on_track", base="2019 29.2（抽样）", qualified_baseline_accepted=True
    ),
]
