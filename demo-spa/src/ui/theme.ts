/** What the person chose to see; `system` follows the device. */
export type Theme = 'system' | 'light' | 'dark'

const STORAGE_KEY = 'coatcheck-theme'

/** Reads the chosen theme; `system` when none was chosen or storage is closed to us. */
export function readTheme(): Theme {
  try {
    const stored = localStorage.getItem(STORAGE_KEY)
    return stored === 'light' || stored === 'dark' ? stored : 'system'
  } catch {
    return 'system'
  }
}

/** Paints the page in a theme and remembers it, the only thing this app keeps in the browser. */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
  try {
    if (theme === 'system') localStorage.removeItem(STORAGE_KEY)
    else localStorage.setItem(STORAGE_KEY, theme)
  } catch {
    // Storage can be switched off; the choice then lasts as long as the page.
  }
}
