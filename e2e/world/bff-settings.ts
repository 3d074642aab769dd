import { GITHUB_CLIENT, GOOGLE_CLIENT } from './registered-clients.ts'
import type { World } from './world.ts'

/** Settings that point the BFF at the emulated GitHub. */
export function githubSettings({ github }: World): Record<string, string> {
  return {
    GITHUB_CLIENT_ID: GITHUB_CLIENT.clientId,
    GITHUB_CLIENT_SECRET: GITHUB_CLIENT.clientSecret,
    GITHUB_BASE_URL: github.webUrl,
    GITHUB_API_BASE_URL: github.apiUrl,
  }
}

/** Settings that point the BFF at the emulated Google. */
export function googleSettings({ google }: World): Record<string, string> {
  return {
    GOOGLE_CLIENT_ID: GOOGLE_CLIENT.clientId,
    GOOGLE_CLIENT_SECRET: GOOGLE_CLIENT.clientSecret,
    GOOGLE_ISSUER: google.issuer,
    GOOGLE_TASKS_URL: google.tasksUrl,
    GOOGLE_CALENDAR_URL: google.calendarUrl,
  }
}
