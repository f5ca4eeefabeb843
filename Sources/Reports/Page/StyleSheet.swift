/// How a page looks: one column of cards on a phone, two on a desk, plain on paper.
enum StyleSheet {
    static let markup: Markup = """
        :root{color-scheme:light;\(Palette.light.declarations)}
        @media screen and (prefers-color-scheme:dark){\
        :root{color-scheme:dark;\(Palette.dark.declarations)}}
        \(page)\(cards)\(tables)\(charts)\(paper)
        """

    private static let page: Markup = """
        *{box-sizing:border-box}
        body{margin:0;background:var(--paper);color:var(--ink);\
        font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;\
        -webkit-text-size-adjust:100%;overflow-wrap:break-word}
        main{max-width:1160px;margin:0 auto;padding:clamp(20px,4vw,48px) clamp(14px,3vw,32px)}
        h1{font-size:clamp(22px,3vw,30px);line-height:1.25;font-weight:650;margin:0;\
        letter-spacing:-.01em}
        h2{font-size:19px;line-height:1.3;font-weight:620;margin:44px 0 0}
        .summary{margin:6px 0 0;color:var(--quiet);max-width:75ch}
        header .summary{font-size:16px}
        nav{display:flex;flex-wrap:wrap;gap:4px 18px;margin-top:14px;font-size:14px}
        a{color:var(--series-0);text-underline-offset:3px}
        footer{margin-top:44px;padding-top:16px;border-top:1px solid var(--line);\
        color:var(--quiet);font-size:13px}
        .blocks{display:flex;flex-wrap:wrap;gap:18px;margin-top:18px}
        .half{flex:1 1 min(100%,440px);min-width:0;display:flex}
        .wide{flex:1 1 100%;min-width:0;display:flex}
        .half>*,.wide>*{flex:1 1 auto;min-width:0}

        """

    private static let cards: Markup = """
        figure,.tile{margin:0;background:var(--card);border:1px solid var(--line);\
        border-radius:10px}
        figure{padding:18px 20px 20px;container-type:inline-size}
        figcaption{font-weight:600;margin-bottom:12px}
        .caption,.nothing{margin:12px 0 0;color:var(--quiet);font-size:13px}
        .nothing{margin:0;padding:24px 0}
        .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,150px),1fr));\
        gap:12px}
        .tile{padding:14px 18px 16px}
        .tile b{display:block;font-size:26px;line-height:1.25;font-weight:620;\
        letter-spacing:-.01em;font-variant-numeric:tabular-nums}
        .tile span{display:block;font-size:14px}
        .tile small{display:block;font-size:13px;color:var(--quiet)}
        .note{padding:13px 18px;border-radius:10px;background:var(--card);\
        border:1px solid var(--line);border-inline-start:4px solid var(--tone)}
        header .note{margin-top:16px}
        .note b{color:var(--tone);margin-inline-end:8px}
        .note p{margin:4px 0 0;white-space:pre-line}
        .information{--tone:var(--series-0)}.good{--tone:var(--good)}\
        .warning{--tone:var(--warning)}.problem{--tone:var(--problem)}

        """

    private static let tables: Markup = """
        .scroll{overflow-x:auto}
        table{border-collapse:collapse;width:100%;font-size:14px}
        th,td{padding:7px 18px 7px 0;text-align:left;vertical-align:top;\
        border-bottom:1px solid var(--line)}
        th:last-child,td:last-child{padding-right:0}
        th:first-child,td:first-child{min-width:min(12ch,30vw);overflow-wrap:break-word}
        tr:last-child>*{border-bottom:0}
        th{font-weight:500;color:var(--quiet)}
        thead th{font-size:13px;vertical-align:bottom;white-space:nowrap}
        td{overflow-wrap:anywhere;min-width:6ch}
        .n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap;\
        overflow-wrap:normal;min-width:0}
        .n .track{width:72px;margin:4px 0 0 auto}
        .long{min-width:min(18em,46vw)}
        .pairs th{width:36%;padding-right:16px}
        .samples{list-style:none;margin:0;padding:0}
        .samples li{padding:12px 0;border-bottom:1px solid var(--line)}
        .samples li:first-child{padding-top:0}
        .samples li:last-child{border:0;padding-bottom:0}
        .texts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,260px),1fr));\
        gap:8px 28px}
        .texts small,.about{display:block;color:var(--quiet);font-size:13px}
        .texts p{margin:0;white-space:pre-wrap;overflow-wrap:anywhere;max-height:16em;\
        overflow-y:auto;text-align:start}
        .about{margin-top:4px}
        .stacked{grid-template-columns:1fr;gap:3px}
        .stacked>div{display:grid;grid-template-columns:7em 1fr;gap:0 14px;align-items:baseline}
        @container (max-width:520px){.stacked{gap:7px}\
        .stacked>div{grid-template-columns:1fr}}

        """

    private static let charts: Markup = """
        .track{display:block;position:relative;height:8px;border-radius:4px;\
        background:var(--track);overflow:hidden}
        .track i{position:absolute;top:0;bottom:0;min-width:2px;background:var(--series-0)}
        .track .below{background:var(--series-1)}
        .bars{list-style:none;margin:0;padding:0;display:grid;\
        grid-template-columns:minmax(6em,max-content) minmax(40px,1fr) max-content;\
        gap:9px 14px;font-size:14px;align-items:center}
        .bars li{display:contents}
        .bars .label{max-width:16em;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;\
        text-align:left}
        .bars .track{height:12px}
        .bars .rest{grid-column:1/-1;color:var(--quiet);font-size:13px}
        .share{color:var(--quiet);display:inline-block;min-width:4.2em}
        .plot{padding:8px 10px 26px 0}
        .plot.named{padding-bottom:44px}
        .plot svg{display:block;width:100%;overflow:visible}
        .plot text{font-size:12px;fill:var(--quiet);font-variant-numeric:tabular-nums}
        .plot .axis{stroke:var(--quiet);stroke-opacity:.55}
        .plot .grid{stroke:var(--line)}
        .plot .column{fill:var(--series-0);stroke:var(--card)}
        .plot .column:hover{fill-opacity:.75}
        .plot path{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:butt;\
        vector-effect:non-scaling-stroke}
        .plot .dense{stroke-width:1.2}
        .plot .mark{stroke:var(--quiet);stroke-dasharray:3 3}
        .strip{fill:transparent}.strip:hover{fill:var(--quiet);fill-opacity:.14}
        .unit{font-size:12px;color:var(--quiet);margin-bottom:6px}
        .legend{display:flex;flex-wrap:wrap;gap:4px 20px;margin:-4px 0 10px;padding:0;\
        list-style:none;font-size:13px}
        .legend svg{width:26px;height:8px;margin-inline-end:7px;vertical-align:middle}
        .legend line{stroke-width:2.5}
        .legend span{color:var(--quiet);font-variant-numeric:tabular-nums;\
        margin-inline-start:6px}
        .heat{width:auto}
        .heat th{font-size:13px;padding:0 10px 0 0;border:0;vertical-align:middle;\
        text-align:right;max-width:14em;overflow:hidden;text-overflow:ellipsis;\
        white-space:nowrap;color:var(--ink);font-weight:400}
        .heat thead th{padding:0 0 8px;vertical-align:bottom;text-align:left;max-width:none}
        .heat thead span{display:inline-block;writing-mode:vertical-rl;transform:rotate(180deg);\
        max-height:10em;overflow:hidden;text-overflow:ellipsis}
        .heat td{min-width:22px;width:22px;height:22px;padding:1px;border:0}
        .heat i{display:block;height:100%;min-height:20px;border-radius:2px;\
        background:var(--series-0)}
        .heat td{background:var(--track);background-clip:content-box}
        .heat .void{background:none}
        .scale{display:flex;align-items:center;gap:8px;margin-top:12px;font-size:12px;\
        color:var(--quiet)}
        .scale i{width:120px;height:10px;border-radius:2px;\
        background:linear-gradient(90deg,var(--track),var(--series-0))}
        @container (max-width:520px){\
        .bars{grid-template-columns:1fr max-content;gap:2px 12px}\
        .bars .label{max-width:none}.bars .track{grid-column:1/-1;grid-row:auto;order:0;\
        margin-bottom:8px}.bars li{display:grid;grid-column:1/-1;\
        grid-template-columns:subgrid}.bars .value{grid-row:1;grid-column:2}\
        .bars li{row-gap:3px}}\
        @container (max-width:400px){.plot .minor{display:none}}

        """

    private static let paper: Markup = """
        @media print{:root{--paper:#ffffff}body{font-size:12px}\
        .half{flex-basis:300px}main{padding:0;max-width:none}\
        *{print-color-adjust:exact;-webkit-print-color-adjust:exact}\
        figure,.tile,.note,.samples li,tr{break-inside:avoid}h2{break-after:avoid}\
        .scroll{overflow:visible}.texts p{max-height:none}.strip,nav{display:none}}
        """
}
