// Plain Node without dependencies, parsed by Node 16 too: the bootstrap needs it before anything is installed.
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/**
 * The programs the tests use that npm does not bring, and how to come by each.
 *
 * `packages` are Debian's; the fonts make Chromium's pages look as they do on a desk.
 */
export const PROGRAMS = {
  redis: {
    title: 'redis-server',
    variable: 'REDIS_SERVER',
    names: ['redis-server'],
    places: ['/opt/homebrew/bin/redis-server', '/usr/local/bin/redis-server'],
    packages: ['redis-server'],
    advice: 'Debian and Ubuntu: sudo apt-get install redis-server; macOS: brew install redis',
  },
  chromium: {
    title: 'Chromium',
    variable: 'CHROMIUM_PATH',
    names: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    places: [
      '/usr/bin/chromium',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    ],
    packages: ['chromium', 'fonts-liberation'],
    advice: 'Debian: sudo apt-get install chromium; macOS: brew install --cask chromium',
  },
  nginx: {
    title: 'nginx',
    variable: 'NGINX',
    names: ['nginx'],
    // Not on the PATH of every person.
    places: ['/usr/sbin/nginx'],
    packages: ['nginx-light'],
    advice: 'Debian and Ubuntu: sudo apt-get install nginx-light',
  },
  wrk: {
    title: 'wrk',
    variable: 'WRK',
    names: ['wrk'],
    places: [],
    packages: ['wrk'],
    advice: 'Debian and Ubuntu: sudo apt-get install wrk',
  },
}

/**
 * Finds a program: where its variable points, on the PATH, or in a place it is usually installed to.
 *
 * @returns its path, or `undefined` when the machine does not have it; a variable that points nowhere is not overruled.
 */
export function findProgram(id, env = process.env) {
  const { variable, names, places } = PROGRAMS[id]
  const named = env[variable]
  if (named) return isExecutable(named) ? named : undefined

  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  const onPath = folders.flatMap((folder) => names.map((name) => join(folder, name)))
  return [...onPath, ...places].find(isExecutable)
}

/** Says in one line what is missing and how to get it. */
export function missingProgram(id, env = process.env) {
  const { title, variable, advice } = PROGRAMS[id]
  if (env[variable])
    return `${title} was not found: ${variable} points at ${env[variable]}, which cannot be executed`
  return `${title} was not found (${advice}; or point ${variable} at it)`
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
