#include "engine/render/digest/html/parts.hpp"

namespace tenantry::render {

std::string_view page_style() {
    return R"css(
:root { color-scheme: light dark; --paper: #fff; --ink: #1f2328; --faint: #57606a; --line: #d0d7de; --raised: #f6f8fa;
  --error: #b42318; --warning: #835a00; --old: #a40e26; --old-paper: #ffebe9; --new: #116329; --new-paper: #dafbe1; --accent: #0550ae; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #0d1117; --ink: #e6edf3; --faint: #9ea7b3; --line: #30363d; --raised: #161b22;
    --error: #ff8a80; --warning: #e3b341; --old: #ffa198; --old-paper: #3c1618; --new: #7ee787; --new-paper: #12301d; --accent: #79c0ff; }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0 auto; max-width: 75rem; padding: 1rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.4rem; margin: 0; }
h2 { font-size: 1.1rem; margin: 1.2rem 0 .3rem; }
h2 small, .about, .whose, .keys, dd small, .timeline p { color: var(--faint); font-weight: normal; }
p { margin: .3rem 0; }
.summary { font-weight: 600; }
.whose, .keys { font-size: .875rem; }
kbd { border: 1px solid var(--line); border-radius: .25rem; padding: 0 .3rem; font-size: .8rem; }
nav { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: .4rem; align-items: center;
  padding: .5rem 0; background: var(--paper); border-bottom: 1px solid var(--line); }
nav input { flex: 1 1 14rem; }
nav .keys { flex-basis: 100%; }
input, select, button { font: inherit; color: var(--ink); background: var(--raised); border: 1px solid var(--line);
  border-radius: .35rem; padding: .15rem .6rem; }
button { cursor: pointer; }
button[aria-pressed=true] { border-color: var(--accent); color: var(--accent); font-weight: 600; text-decoration: underline; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
section.customer { content-visibility: auto; contain-intrinsic-size: auto 6rem; }
details { border: 1px solid var(--line); border-radius: .35rem; margin: .3rem 0; }
summary, .remark > p { cursor: pointer; padding: .2rem .6rem; margin: 0; scroll-margin-top: 7rem; }
.scripted .remark > p::before { content: "▸"; display: inline-block; width: 1.1em; color: var(--faint); }
.scripted .remark.open > p::before { content: "▾"; }
.scripted .remark:not(.open) > dl { display: none; }
.remark { border: 1px solid var(--line); border-radius: .35rem; margin: .3rem 0; content-visibility: auto; contain-intrinsic-size: auto 2.1rem; border-left-width: .3rem; }
.error { border-left-color: var(--error); }
.warning { border-left-color: var(--warning); }
.level { font-weight: 600; color: var(--faint); }
.error .level { color: var(--error); }
.warning .level { color: var(--warning); }
.subject, .says, dd, ins, del, th, td { unicode-bidi: isolate; }
dl { display: grid; grid-template-columns: minmax(6rem, max-content) 1fr; gap: .1rem 1rem; margin: 0; padding: .2rem .8rem .6rem; }
dt { color: var(--faint); }
dd { margin: 0; white-space: pre-wrap; }
dl, .subject { font-family: ui-monospace, monospace; font-size: .9rem; }
del, ins { text-decoration: none; }
del { color: var(--old); background: var(--old-paper); }
ins { color: var(--new); background: var(--new-paper); }
.timeline ol { list-style: none; margin: .3rem .6rem; padding: 0; }
.timeline p, .wanted p { margin: .3rem .6rem; }
meter { width: 10rem; }
table { border-collapse: collapse; margin: .3rem .6rem; }
th { text-align: left; font-weight: normal; padding-right: 2rem; }
@media print { nav { display: none; } .remark, section.customer { content-visibility: visible; } }
)css";
}

} // namespace tenantry::render
