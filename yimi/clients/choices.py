"""The lists from which a file's particulars are chosen (补充资料的选项). Codes are kept, labels are shown."""

from django.utils.translation import gettext_lazy as _

# Languages heard at the stations of the province; several at once.
LANGUAGES = {
    "putonghua": _("普通话"),
    "hainanhua": _("海南话"),
    "li_ha": _("黎语（哈方言）"),
    "li_qi": _("黎语（杞方言）"),
    "li_run": _("黎语（润方言）"),
    "li_sai": _("黎语（赛方言）"),
    "li_meifu": _("黎语（美孚方言）"),
    "miao": _("苗语"),
    "lingao": _("临高话"),
    "danzhou": _("儋州话"),
    "junhua": _("军话"),
    "maihua": _("迈话"),
    "kejia": _("客家话"),
    "huihui": _("回辉话"),
    "yueyu": _("粤语"),
    "sign": _("手语"),
    "other": _("其他"),
}
# 四房一低洼 of the typhoon rules, and places under a slope.
DWELLING = {
    "unsafe": _("危房"),
    "tile": _("瓦房"),
    "makeshift": _("简易房"),
    "prefab": _("板房"),
    "low_lying": _("低洼地"),
    "landslide": _("地质灾害点"),
}
DISABILITY_TYPES = {
    "1": _("视力"),
    "2": _("听力"),
    "3": _("言语"),
    "4": _("肢体"),
    "5": _("智力"),
    "6": _("精神"),
    "7": _("多重"),
}
DISABILITY_GRADES = {"1": _("一级"), "2": _("二级"), "3": _("三级"), "4": _("四级")}
BASES = {"consent": _("本人或监护人同意"), "duty": _("受托履行法定职责"), "emergency": _("紧急情况")}
# The 56 of GB/T 3304; the names are the same in every language of the pages.
_ETHNICITIES = """
汉族 黎族 苗族 回族 壮族 蒙古族 藏族 维吾尔族 彝族 布依族 朝鲜族 满族 侗族 瑶族 白族 土家族 哈尼族 哈萨克族
傣族 傈僳族 佤族 畲族 高山族 拉祜族 水族 东乡族 纳西族 景颇族 柯尔克孜族 土族 达斡尔族 仫佬族 羌族 布朗族
撒拉族 毛南族 仡佬族 锡伯族 阿昌族 普米族 塔吉克族 怒族 乌孜别克族 俄罗斯族 鄂温克族 德昂族 保安族 裕固族
京族 塔塔尔族 独龙族 鄂伦春族 赫哲族 门巴族 珞巴族 基诺族 其他
"""
ETHNICITIES = tuple(_ETHNICITIES.split())
