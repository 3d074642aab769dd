import { type Html, html } from '../../html.ts'

/** Wraps a page's content in the frame they share: banner, centred column, style sheet. */
export function pageLayout(title: string, content: Html): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · emulated GitHub</title>
<link rel="icon" href="/assets/emulator.svg">
<link rel="stylesheet" href="/assets/emulator.css">
</head>
<body>
<header class="banner" role="banner"><strong>Local emulator, not GitHub.</strong> Nothing you do here leaves this machine.</header>
<main class="column">
${content}
</main>
</body>
</html>
`
}
