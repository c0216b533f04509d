"""Characters that are taken for one another in names (形近字), and the commonest surnames of the island.

The groups were put together by hand for this register: characters common in names that differ by a stroke,
a dot or one component. Characters that only sound alike need no list; their pinyin says so.
"""

from itertools import combinations

LOOK_ALIKE_GROUPS = """
兰蓝篮 花华桦 英瑛莹 珍真诊 玉王主 芳方 红虹江 梅海悔莓 秀季香 桂挂佳 丽俪骊 娟捐绢 明朋 月用 金全 春舂 清青情晴
永水冰 大太犬天夫 日目白曰 田由甲申电 土士 千干于 人入八 刀力 己已巳 午牛 贝见 风凤 玲铃伶岭 莲连涟 琼凉 芬分 秋愁
燕莺 云去 霞露 雪雷霄 波坡披 涛寿焘 浩洁 杰木 志忠 强张 国图围 建健 民氏 文攵交 武式 斌赋 彬杉 林材村 松枚枫 柏拍泊
栋拣 树村 桃挑姚 杏李 福富幅 禄绿 祥样 瑞端 祯帧桢 贵责 宝室宜 安按 定淀 宏宠 家豕 容蓉溶 蓉荣 辉挥晖 晖辉 光先
亮高 阳阴 昌晶 晶品 星呈 辰晨 晨震 晓浇饶 旭九 昕听 晴睛 景影 智知 旺汪 晗含 思恩 惠慧 意忆 怡治 恒垣 悦说 情清
忠患 成戎戌 诚城 美羹 善羡 义叉又 仁任 信倍 俊竣骏 伟炜玮纬 杨扬 扬汤 汉汊 洪供 润闰 泽译 淑叔 湘相 源原 滨宾 清请
澄登 河何 婷停 娥峨 妹妺姝 姐组 好妤 姣娇 娇桥 娜那 婵蝉 娴闲 莉荆 莎沙 萍泙 薇微 茂戊 苗田 荷何 艳绝 芹芥 芸云
茹如 莫英 葵癸 蔡祭 菁青 菲非 丹舟母 凡几 亿忆 丰半 兴举 刚钢 铜同 锋峰烽 峰锋 铁轶 锦绵 镇填 鑫森 钰玉 钦饮 玲岭
珠株 球求 理里 琳淋 琴瑟 瑜愉渝 璐露 珊删 琪棋淇 瑶遥摇 璇旋 珺君 琦绮 珏钰 孙孔 孟盂 季李 子于 学觉 军冠 吉古 古占
右石 名各 吴昊吕 昊吴 周同 叶吐 吕品 君群 喜善 嘉喜 和知 艮良 进近 建律 廷延 庚康 广厂 庄压 度席 亨享 伍五 佩珮
保堡 倩情 健键 儒濡 元无 克兄 兵岳 冯马 勇男 勉免 勇湧 化华 卓早草 南楠 卫口 卢户 卿乡 双又 司同 坚贤 培陪 基墓
壮状 奇寄 奎金 奕弈 好如 妃纪 妍研 姗珊 娅亚 媚娟 尚向 岩炭 岚风 岳丘 峻俊 崇宗 川州 帆凡 彦颜 彩采 慈磁 承丞 拓招
振震 捷睫 政玫 敏每 斯期 方万 映英 显昱 普晋 曼蔓 曾会 有友 朗郎 望旺 朱未 朴扑 杜社 柯何 柱桂 柔矛 标际 格洛 梁染
梦楚 棠堂 榕容 横黄 毅殷 比北 永泳 汝如 池地 沈沉 泰秦 洲州 浪郎 浩诰 涵函 淇琪 淳醇 深探 渊洲 温湿 满蒲 潘播 灵火
炎淡 炳柄 炯迥 焕换 照昭 熙照 燕熹 牡杜 特持 献默 玄弦 环怀 珂坷 珉民 珲辉 班斑 琛深 瑾谨 璋章 瓊琼 生主 畅扬 白百
益盈 盛成 睿容 碧珀 礼札 祖租 禹离 秉乘 秦奏 穗惠 笑芙 符苻 简筒 纯钝 经径 维准 绮倚 缘绿 罗梦 翔祥 胡湖 航杭 良娘
芙英 芦卢 范犯 莹荧 菱凌 葛曷 蒋将 蓓倍 薛薜 裕浴 裴斐 覃谭 谭潭 记纪 许计 谊宜 谦歉 豪毫 贤紧 赵越 超起 路露 轩杆
辛幸 迎仰 连莲 邓邵 邱丘 郑关 郭敦 钟种 钱线 铃玲 长张 闵闽 闻问 阮院 陆际 陈阵 陵凌 隆降 雄雌 霖霜 青请 静净 韦书
韩朝 音意 顺须 颖颍 飞气 骏俊 鸣鸿 鹏鹤 麟鳞 黎藜 龙尤 羽习 耿耳 臻秦 巴巳 睦陆 短矩 未末本 名铭 祥样详 平苹 苹萍
"""

# How common the commonest surnames of the island are, in thousandths: a rough order set by hand, not a count.
# A rarer surname says more.
SURNAME_SHARES = {
    "陈": 92, "王": 83, "李": 62, "符": 58, "林": 52, "吴": 48, "黄": 44, "张": 34, "周": 24, "吉": 22, "郑": 20,
    "羊": 18, "黎": 17, "刘": 17, "谢": 15, "邓": 14, "何": 14, "曾": 13, "梁": 13, "蔡": 12, "许": 12, "韩": 11,
    "董": 10, "邢": 10, "云": 9, "冯": 9, "麦": 8, "唐": 8, "杨": 8, "胡": 7, "苏": 7, "高": 7, "罗": 6, "钟": 6,
}  # fmt: skip
COMMON_SURNAME = 40  # thousandths from which a surname says little


def _pairs() -> frozenset[str]:
    groups = LOOK_ALIKE_GROUPS.split()
    return frozenset(
        one + other for group in groups for pair in combinations(group, 2) for one, other in (pair, pair[::-1])
    )


LOOK_ALIKE = _pairs()
