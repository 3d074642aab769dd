import type { Locator, Page } from '@playwright/test'

/** The person's Google tasks beside the board, or the offer to connect Google. */
export class TasksPanel {
  readonly panel: Locator
  readonly connectGoogle: Locator
  readonly allowTasks: Locator

  constructor(page: Page) {
    this.panel = page.getByRole('complementary', { name: 'My tasks' })
    this.connectGoogle = this.panel.getByRole('button', { name: 'Connect Google' })
    this.allowTasks = this.panel.getByRole('button', { name: 'Allow Tasks' })
  }

  task(title: string): Locator {
    return this.panel.getByRole('listitem').filter({ hasText: title })
  }

  /** The box that ticks a task off. */
  checkbox(title: string): Locator {
    return this.panel.getByRole('checkbox', { name: title })
  }
}
