"""The first living story, embedded and (with make test-pg) split: from Jiangbei's plan to a verdict an outside system reads."""

from deploy.story import Story, play
from tests.journeys.topologies import Platform


async def test_the_story_from_plan_to_verdict(platform: Platform) -> None:
    said: list[str] = []
    story = Story(platform.client, platform.move_clock_to, said.append)
    await play(story)
    assert story.steps == 12
    text = "\n".join(said)
    assert "2022年数值为32.6%，目标为不低于32%（2022年），已达标。" in text
    assert "距2030年目标不低于40%已走完应有变化的47%，时间已过27%，进度正常。" in text
    assert "附件/表/行1" in text
