import { Monitor, Moon, Sun } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from './IconButton.tsx'
import { applyTheme, readTheme, type Theme } from './theme.ts'

const NEXT: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system' }
const ICONS = { system: Monitor, light: Sun, dark: Moon }

/** A button that steps through system, light and dark. */
export function ThemeToggle(): React.JSX.Element {
  const [theme, setTheme] = useState(readTheme)
  const Icon = ICONS[theme]

  function stepOn(): void {
    applyTheme(NEXT[theme])
    setTheme(NEXT[theme])
  }

  return (
    <IconButton label={`Theme: ${theme}. Switch to ${NEXT[theme]}`} onClick={stepOn}>
      <Icon size={16} aria-hidden />
    </IconButton>
  )
}
