/** The look of the pages of documentation: quiet, readable at any width, light and dark, and on paper. */
export const STYLE = `
:root{color-scheme:light dark;--ink:light-dark(#1b1f24,#e7eaee);--quiet:light-dark(#4d5661,#a9b3bf);--paper:light-dark(#fff,#14181d);
--line:light-dark(#d5dae0,#353d47);--shade:light-dark(#f4f6f8,#1d232a);--accent:light-dark(#0b5394,#82b8f0)}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.55 "Be Vietnam Pro",system-ui,sans-serif;font-variant-numeric:tabular-nums}
header{border-bottom:1px solid var(--line)}
nav[aria-label]{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;max-width:66rem;margin:auto;padding:.8rem 1rem}
.language{margin-left:auto}
main{max-width:66rem;margin:auto;padding:1rem 1rem 4rem;overflow-wrap:anywhere}
main:focus{outline:none}
h1{font-size:1.8rem;line-height:1.2;margin:1.2rem 0}
h2{font-size:1.35rem;margin:3rem 0 .5rem;padding-top:.6rem;border-top:2px solid var(--line)}
h3{font-size:1.05rem;margin:2.2rem 0 .4rem}
h4{font-size:.95rem;margin:1.2rem 0 .3rem;color:var(--quiet)}
p{max-width:46rem;margin:.5rem 0}
a{color:var(--accent);text-underline-offset:.15em}
a:hover{text-decoration-thickness:2px}
a:focus-visible,[tabindex]:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
[aria-current]{font-weight:600;color:var(--ink);text-decoration:none}
code,pre{font:.9em/1.5 ui-monospace,"Cascadia Mono",Consolas,monospace}
pre{background:var(--shade);border:1px solid var(--line);padding:.7rem .9rem;white-space:pre-wrap}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.92rem}
th,td{text-align:left;vertical-align:top;padding:.35rem .9rem .35rem 0;border-bottom:1px solid var(--line);overflow-wrap:normal}
td:last-child{overflow-wrap:anywhere;min-width:12rem}
thead th{color:var(--quiet);font-weight:600}
tbody th{font-weight:400;white-space:nowrap}
.quiet{color:var(--quiet)}
.method{display:inline-block;min-width:4.2rem;font-weight:700}
.key{border:1px solid currentColor;border-radius:.2rem;padding:0 .4rem;font-size:.85rem}
ul.contents{list-style:none;padding:0;margin:.3rem 0 1rem}
ul.contents li{margin:.25rem 0}
:target{background:var(--shade);box-shadow:-.7rem 0 0 var(--accent)}
.skip{position:absolute;left:-99rem}
.skip:focus{left:1rem;top:.5rem;background:var(--paper);padding:.3rem .6rem}
@media print{header,.skip{display:none}body{font-size:10pt}h3,tr{break-inside:avoid}h2,h3,h4{break-after:avoid}}
`;
