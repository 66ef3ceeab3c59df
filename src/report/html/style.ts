/** The look of the HTML report: light or dark as the reader's system is, no file and no font from elsewhere. */
export const STYLE = `
:root { color-scheme: light dark; --bg: #fff; --text: #1c1e21; --soft: #5b626b; --line: #d8dce1; --box: #f5f6f8;
  --red: #b3261e; --red-bg: #fdecea; --green: #146c2e; --amber: #7a5200; --link: #0b57d0 }
@media (prefers-color-scheme: dark) {
  :root { --bg: #15171a; --text: #e6e8eb; --soft: #a2aab4; --line: #363b42; --box: #1e2125;
    --red: #ff8a80; --red-bg: #3a1f1e; --green: #7ddb93; --amber: #f0c36d; --link: #8ab4f8 } }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 72rem; padding: 1.5rem; background: var(--bg); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif }
h1 { font-size: 1.5rem; margin: 0 } h2 { font-size: 1.2rem; margin: 2rem 0 .5rem } h3 { font-size: 1rem; margin: 0 }
a { color: var(--link) }
code, pre, .number { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .9rem }
pre { background: var(--box); border: 1px solid var(--line); border-radius: .4rem; padding: .75rem; margin: .5rem 0;
  overflow-x: auto }
pre.token { white-space: pre-wrap; overflow-wrap: anywhere }
pre .at { display: block; color: inherit; background: var(--red-bg); border-left: .25rem solid var(--red); margin: 0 -.75rem;
  padding: 0 .5rem }
table { border-collapse: collapse; width: 100% }
caption { text-align: left; color: var(--soft); padding-bottom: .25rem }
th, td { text-align: left; padding: .2rem .75rem .2rem 0; border-bottom: 1px solid var(--line); vertical-align: top }
td.number, th.number { text-align: right }
.scroll { overflow-x: auto }
.never, .red { color: var(--red); font-weight: 600 } .green { color: var(--green); font-weight: 600 }
.amber { color: var(--amber); font-weight: 600 } .soft { color: var(--soft) }
article, .facts { border: 1px solid var(--line); border-radius: .5rem; padding: 1rem; margin: 1rem 0 }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; margin: .5rem 0 }
dt { color: var(--soft) } dd { margin: 0; overflow-wrap: anywhere }
summary { cursor: pointer; color: var(--link) }
@media print { article { break-inside: avoid } }
`
