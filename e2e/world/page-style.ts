/**
 * The stylesheet of the emulated providers' pages: one card, light and dark, from 360 px up.
 *
 * Allowed by its hash in the page's Content-Security-Policy, so no inline style attribute works.
 */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --page: light-dark(#f0f4f9, #1e1f20);
  --card: light-dark(#ffffff, #0e0e0e);
  --text: light-dark(#1f1f1f, #e3e3e3);
  --quiet: light-dark(#444746, #c4c7c5);
  --line: light-dark(#c4c7c5, #444746);
  --hover: light-dark(#f0f4f9, #1e1f20);
  --accent: light-dark(#0b57d0, #a8c7fa);
  --on-accent: light-dark(#ffffff, #062e6f);
}
* { box-sizing: border-box; }
body {
  margin: 0;
  min-height: 100vh;
  display: grid;
  grid-template-rows: auto 1fr;
  background: var(--page);
  color: var(--text);
  font: 16px/1.5 system-ui, "Segoe UI", Roboto, sans-serif;
}
.banner {
  padding: 8px 16px;
  background: #fde293;
  color: #3c2f00;
  font-size: 14px;
  font-weight: 600;
  text-align: center;
}
.card {
  align-self: center;
  justify-self: center;
  width: min(100% - 32px, 960px);
  margin: 24px 16px;
  padding: 36px;
  display: grid;
  grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
  gap: 48px;
  border-radius: 28px;
  background: var(--card);
}
h1 { margin: 16px 0 8px; font-size: 36px; font-weight: 400; line-height: 1.2; text-wrap: balance; }
h2 { margin: 0 0 8px; font-size: 16px; font-weight: 600; }
p { margin: 0 0 16px; }
.quiet { color: var(--quiet); font-size: 14px; }
strong { overflow-wrap: anywhere; }
.mark { display: grid; place-items: center; width: 48px; height: 48px; border-radius: 50%; background: var(--accent);
  color: var(--on-accent); font-size: 26px; font-weight: 600; }
ul { list-style: none; margin: 0; padding: 0; }
.choices li { border-bottom: 1px solid var(--line); }
.choice {
  display: flex;
  align-items: center;
  gap: 16px;
  width: 100%;
  padding: 14px 12px;
  border: 0;
  background: none;
  color: inherit;
  font: inherit;
  text-align: start;
  cursor: pointer;
}
.choice:hover { background: var(--hover); }
.choice span { min-width: 0; overflow-wrap: anywhere; }
.choice small, .person small { display: block; color: var(--quiet); font-size: 13px; }
.person { display: inline-flex; align-items: center; gap: 10px; max-width: 100%; padding: 4px 14px 4px 4px;
  border: 1px solid var(--line); border-radius: 999px; overflow-wrap: anywhere; }
img { flex: none; border-radius: 50%; }
fieldset { margin: 0 0 20px; padding: 0; border: 0; min-width: 0; }
legend { padding: 0; margin-bottom: 8px; font-weight: 600; }
.scope { display: flex; gap: 14px; align-items: flex-start; padding: 12px 0; border-bottom: 1px solid var(--line); }
.scope input { flex: none; width: 20px; height: 20px; margin: 2px 0 0; accent-color: var(--accent); }
.given { margin-bottom: 20px; padding-inline-start: 20px; list-style: disc; }
.actions { display: flex; flex-wrap: wrap; gap: 12px; justify-content: flex-end; margin-top: 24px; }
.button { padding: 10px 24px; border: 1px solid var(--line); border-radius: 999px; background: none; color: var(--accent);
  font: inherit; font-size: 14px; font-weight: 600; cursor: pointer; }
.button:hover { background: var(--hover); }
.button.primary { border-color: var(--accent); background: var(--accent); color: var(--on-accent); }
.button.link { padding: 8px 4px; border: 0; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 8px; }
@media (max-width: 720px) {
  .card { grid-template-columns: minmax(0, 1fr); gap: 16px; padding: 24px 20px; border-radius: 20px; }
  h1 { font-size: 28px; }
}
`
