"""Printed statements of the example documents that the parser reads otherwise than a person did, each with the reason."""

NEEDS_A_PERSON: dict[tuple[str, str], str] = {
    ("cixi", "促进健康资源科学、均衡、合理分布"): "an effort (促进) about a wanted distribution: reads as a trend",
    ("cixi", "健康发展综合实力持续保持与全国县域经济百强县(市)发展水平相一致"): "the peers' level is described, not named as an average or a place",
    ("cixi", "实现人人享有更高质量的健康服务和更高水平的健康保障"): "更高 reads as a trend; the person took 人人享有 as a state",
    ("hangzhou", "打造国内公共卫生最安全城市目标"): "a slogan that claims the first place; no place is printed",
    ("hangzhou", "疫苗针对性疾病维持较低发病水平"): "较低水平 sets no line: refused",
    ("hangzhou", "打造国内数字治理第一城"): "a slogan that claims the first place inside a name",
    ("hangzhou", "适当提高中高级专业技术岗位结构比例"): "适当 says that the size is left open: refused",
    ("hangzhou", "四害密度控制水平100%达到C级以上"): "the members (streets) stand in the clause before, the grade is no number",
    ("hangzhou", "全市各中小学形成口腔健康宣传教育的长效机制"): "each (各) without 均 or a number reads as a state of the whole",
    ("hangzhou", "公共卫生投入得到稳定保障"): "保障 is no state of the vocabulary: too many things are 保障",
    ("jiangbei", "健康资源科学、均衡、合理分布"): "adjectives of a distribution, no state of the vocabulary",
    ("jiangbei", "健康江北建设全面融入“健康长三角”发展"): "ends in 发展, which reads as a trend; the person took 融入 as a state",
    ("wenling", "国家级项目有新的突破"): "突破 without a number is no state of the vocabulary",
}
