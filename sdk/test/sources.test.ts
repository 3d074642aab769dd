import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const SOURCE = new URL('../src/', import.meta.url)

const sources = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !path.includes('.test.'))
  .map((path) => ({ path, text: readFileSync(new URL(path, SOURCE), 'utf8') }))

describe('the sources', () => {
  it.each(sources)('acceptance 18: $path names no token', ({ text }) => {
    expect(text).not.toMatch(/access_?token|refresh_?token|id_?token/i)
  })

  it.each(sources.filter(({ path }) => !path.startsWith('react')))(
    'acceptance 17: $path pulls no React and no query code',
    ({ text }) => {
      expect(text).not.toMatch(/from '(react|@tanstack)/)
    },
  )

  it.each(sources.filter(({ path }) => path.startsWith('react')))('$path runs in the browser', ({ text }) => {
    expect(text).toMatch(/^'use client'/)
  })

  it.each(sources)('SDK-01 $path stores nothing', ({ text }) => {
    expect(text).not.toMatch(/localStorage|sessionStorage|indexedDB/)
  })
})
