/// The stylesheet of reports: the fonts of the reader's system, a measure of about 70 characters, light and dark
/// pages, print, and pages as narrow as a telephone's.
enum Stylesheet {
  static let text = [colors, page, tables, figures, charts, narrow, print].joined(separator: "\n")

  /// The two colours of curves differ visibly with any kind of colour blindness (Okabe and Ito 2008).
  private static let colors = """
    :root{color-scheme:light dark;--page:#fff;--ink:#1a1a1a;--soft:#595959;--rule:#d6d6d2;--panel:#f5f5f2;
    --with:#0072b2;--without:#c44e00;--yes:#00684a;--no:#a3261f}
    @media (prefers-color-scheme:dark){:root{--page:#16181a;--ink:#e6e6e3;--soft:#a8a8a4;--rule:#3a3d40;
    --panel:#1f2225;--with:#56b4e9;--without:#f0a030;--yes:#5fd0a8;--no:#ff8a80}}
    """

  private static let page = """
    *{box-sizing:border-box}
    html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
    body{margin:0;background:var(--page);color:var(--ink);
    font:1.0625rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
    main{max-width:64rem;margin:0 auto;padding:3rem 1.25rem 6rem}
    p,ul,blockquote,h1,h2,h3,h4,figcaption{max-width:43rem}
    h1,h2,h3,h4{line-height:1.2;text-wrap:balance;font-weight:650}
    h1{font-size:2.1rem;margin:0 0 1rem;letter-spacing:-.015em}
    h2{font-size:1.5rem;margin:4rem 0 1rem;padding-top:1rem;border-top:2px solid var(--ink);max-width:none}
    nav,details>pre,.notice{max-width:52rem}
    h3{font-size:1.15rem;margin:2.2rem 0 .5rem}
    h4{font-size:1rem;margin:1.6rem 0 .4rem}
    p{margin:0 0 .9rem}
    ul{margin:0 0 1rem;padding-left:1.2rem}
    li{margin:.3rem 0}
    a{color:inherit;text-decoration-color:var(--soft);text-underline-offset:.15em}
    a:hover{text-decoration-color:currentColor}
    :target{outline:2px solid var(--with);outline-offset:2px}
    code{font:.87em/1.45 ui-monospace,"SF Mono",Menlo,Consolas,"Liberation Mono",monospace;
    overflow-wrap:anywhere}
    pre{background:var(--panel);padding:.8rem 1rem;overflow-x:auto;margin:.4rem 0 1rem;white-space:pre-wrap}
    nav{border-block:1px solid var(--rule);padding:.8rem 0;margin:1.5rem 0}
    nav ul{list-style:none;margin:0;padding:0;max-width:none;columns:2;column-gap:2rem}
    nav li{break-inside:avoid}
    .quote{margin:1.2rem 0;padding-left:1.1rem;border-left:3px solid var(--rule)}
    blockquote{margin:0;font-size:1.1rem;font-family:Georgia,"Times New Roman",serif;line-height:1.5}
    blockquote p{margin:0 0 .3rem}
    .quote figcaption{font-size:.87rem}
    .notice{padding:.7rem 1rem;background:var(--panel);border-left:3px solid var(--without)}
    details{margin:.8rem 0}
    summary{cursor:pointer;color:var(--soft)}
    .verdict{display:inline-block;white-space:nowrap;font-weight:600;font-size:.87em;padding:.05em .6em;
    border:1.5px solid;border-radius:1em}
    h3 .verdict{vertical-align:.08em;margin-left:.3em}
    .confirmed{color:var(--yes)}
    .contradicted{color:var(--no)}
    .chance{color:var(--ink)}
    .untested{color:var(--soft);border-style:dashed}
    """

  /// Words in tables wrap and numbers do not, so that a table is never wider than the page.
  private static let tables = """
    table{border-collapse:collapse;max-width:100%;margin:1.2rem 0 1.6rem;font-size:.9rem;line-height:1.4;
    font-variant-numeric:tabular-nums lining-nums}
    caption{text-align:left;padding-bottom:.5rem;color:var(--soft);max-width:43rem}
    th,td{padding:.38rem .9rem .38rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--rule)}
    th:last-child,td:last-child{padding-right:0}
    th{font-weight:400}
    thead th{font-weight:600;border-bottom:1.5px solid var(--ink);vertical-align:bottom}
    .n{text-align:right;white-space:nowrap}
    thead .n{white-space:normal}
    .total th,.total td{border-top:1.5px solid var(--ink);font-weight:600}
    """

  private static let figures = """
    figure{margin:1.5rem 0}
    figcaption{font-size:.9rem;line-height:1.45;color:var(--soft);margin-top:.5rem}
    figcaption b{color:var(--ink)}
    svg{display:block;width:100%;max-width:52rem;height:auto;overflow:visible}
    .narrow{display:none}
    .pictures{display:flex;flex-wrap:wrap;gap:.4rem 2rem;margin-bottom:.8rem}
    .pictures p{margin:0 0 .2rem;font-size:.87rem;color:var(--soft)}
    img{image-rendering:pixelated;display:block;max-width:100%;height:auto}
    """

  /// A figure with what the claim is about has a solid line, one without it a dashed line.
  private static let charts = """
    text{fill:var(--ink);font:13px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;
    font-variant-numeric:tabular-nums}
    text.tick,text.axis,text.note{fill:var(--soft)}
    text.with{fill:var(--with)}text.without{fill:var(--without)}
    text.label{font-weight:600}
    line.grid{stroke:var(--rule);stroke-width:1}
    line.base{stroke:var(--soft);stroke-width:1}
    line.target{stroke:var(--ink);stroke-width:1;stroke-dasharray:2 3}
    line.leader{stroke:var(--soft);stroke-width:.75}
    .curve{fill:none;stroke-width:2.25;stroke-linejoin:round;stroke-linecap:butt}
    .curve.with,.mark.with{stroke:var(--with)}
    .curve.without,.mark.without{stroke:var(--without)}
    .curve.without{stroke-dasharray:8 4}
    .curve.training{stroke-width:1.6;stroke-dasharray:2 3}
    .curve.without.training{stroke-dasharray:9 3 2 3}
    .band{opacity:.18;stroke:none}
    .band.with{fill:var(--with)}.band.without{fill:var(--without)}
    .bar{stroke:var(--with);stroke-width:3;stroke-linecap:butt}
    .bar.chance{stroke:var(--soft)}.bar.contradicted{stroke:var(--without)}
    .dot{fill:var(--with)}.dot.chance{fill:var(--soft)}.dot.contradicted{fill:var(--without)}
    .paper{fill:var(--page);stroke:var(--ink);stroke-width:1.5}
    .kernel{fill:var(--with);fill-opacity:.45}
    .kernel.without{fill:var(--without)}
    .mark{stroke-width:2.5}
    """

  private static let narrow = """
    @media (max-width:64rem){table{font-size:.82rem}th,td{padding-right:.6rem}.n{white-space:normal}}
    @media (max-width:40rem){body{font-size:1rem}main{padding-top:1.5rem}h1{font-size:1.7rem}
    h2{margin-top:3rem}nav ul{columns:1}.wide{display:none}.narrow{display:block}
    table{font-size:.8rem;overflow-wrap:anywhere}th,td{padding-right:.5rem}
    .stack,.stack tbody,.stack tr,.stack th,.stack td,.stack caption{display:block}
    .stack thead{display:none}
    .stack tbody tr{padding:.5rem 0;border-bottom:1px solid var(--rule)}
    .stack tbody th,.stack tbody td{padding:.1rem 0;border:0;text-align:left;white-space:normal}
    .stack tbody th{font-weight:600}
    .stack td::before{content:attr(data-label) ": ";color:var(--soft)}
    .stack td:empty{display:none}}
    """

  /// Print is black on white and breaks pages outside of figures and rows. It leaves out what is closed, the
  /// figures of each validation and the plans, which need a hundred pages.
  private static let print = """
    @media print{:root{color-scheme:light;--page:#fff;--ink:#000;--soft:#444;--rule:#bbb;--panel:#fff;
    --with:#0072b2;--without:#c44e00;--yes:#000;--no:#000}
    @page{size:A4;margin:16mm 15mm}
    body{font-size:9.5pt;line-height:1.4}main{max-width:none;padding:0}
    p,ul,blockquote,h1,h2,h3,h4,figcaption,caption{max-width:none}
    h1{font-size:18pt}h2{font-size:13pt;margin-top:1.5rem;padding-top:.6rem}h3{font-size:10.5pt;margin-top:1rem}
    blockquote{font-size:10pt}figcaption,.quote figcaption{font-size:8.5pt}figure,.quote{margin:.8rem 0}
    h1,h2,h3,h4,caption{break-after:avoid}
    figure,tr,.stack,blockquote,.notice,li{break-inside:avoid}p{orphans:3;widows:3}
    thead{display:table-header-group}nav,details{display:none}a{text-decoration:none}
    table{font-size:7.5pt;margin:.8rem 0 1.1rem}th,td{padding:.15rem .55rem .15rem 0}tbody .n{white-space:nowrap}
    code{font-size:.9em}pre{font-size:7.5pt;border:1px solid var(--rule)}
    .wide{display:block;max-width:130mm}.narrow{display:none}
    .band{opacity:.25}img,svg{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
    """
}
