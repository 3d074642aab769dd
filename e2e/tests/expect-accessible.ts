import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

// Axe brings a Playwright of its own choice; what it asks of a page is the same in ours.
type AxePage = ConstructorParameters<typeof AxeBuilder>[0]['page']

/**
 * Checks what is on the screen with every rule of axe, and that nothing sticks out at the side.
 *
 * Soft, so that one finding does not hide those of the pages after it.
 *
 * @param name What the page is called in a finding.
 */
export async function expectAccessible(page: Page, name: string): Promise<void> {
  await waitUntilStill(page)
  // There are no frames here, and putting one result together from many would take a page of its own.
  const { violations } = await new AxeBuilder({ page: page as AxePage }).setLegacyMode().analyze()
  const findings = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary}`),
  )
  expect.soft(findings, `axe on ${name}`).toEqual([])
  expect.soft(await widthBeyondWindow(page), `pixels beyond the window on ${name}`).toBe(0)
}

/** A page that is still fading in has other colours than the one people read. */
async function waitUntilStill(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    document.getAnimations().every(({ playState, effect }) => {
      const isEndless = effect?.getComputedTiming().endTime === Number.POSITIVE_INFINITY
      return isEndless || playState !== 'running'
    }),
  )
}

async function widthBeyondWindow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
}
