import { describe, expect, it } from 'vitest'
import { type CpuProfile, sharesOf } from './cpu-profile.ts'
import { partOf } from './profile-part.ts'

const frames = {
  idle: { functionName: '(idle)', url: '' },
  loading: { functionName: 'compile', url: 'node:internal/modules/cjs/loader' },
  http: { functionName: 'writeHead', url: 'node:_http_server' },
  session: { functionName: 'recall', url: 'file:///app/bff/dist/session/session-cache.js' },
}

describe('sharesOf', () => {
  it('counts the busy time of the second half', () => {
    const profile = aProfile([
      ['loading', 450],
      ['http', 40],
      ['http', 300],
      ['idle', 110],
      ['session', 100],
    ])

    expect([...sharesOf(profile)]).toEqual([
      ['node:http', 0.75],
      ['sessions and tokens', 0.25],
    ])
  })
})

describe('partOf', () => {
  it.each([
    ['writev', '', 'writing to sockets and files'],
    ['RegExp: ^a$', '', 'regular expressions'],
    ['(garbage collector)', '', 'garbage collection on the main thread'],
    ['(program)', '', 'the engine, and what has no name'],
    ['dispatch', 'file:///app/node_modules/undici/lib/dispatcher/pool.js', 'undici'],
    ['handle', 'file:///app/bff/dist/proxy/proxy-route.js', 'the proxy itself'],
    ['passOn', 'file:///app/e2e/bench/servers/pass-on.ts', 'the proxy itself'],
    ['write', 'file:///app/bff/dist/batched-output.js', 'the log'],
    ['emit', 'node:events', 'the rest of Node: streams, timers, events'],
  ])('counts %s of "%s" as %s', (functionName, url, part) => {
    expect(partOf({ functionName, url })).toBe(part)
  })
})

function aProfile(looks: readonly (readonly [keyof typeof frames, number])[]): CpuProfile {
  const names = Object.keys(frames) as (keyof typeof frames)[]
  return {
    nodes: names.map((name, id) => ({ id, callFrame: frames[name] })),
    samples: looks.map(([name]) => names.indexOf(name)),
    timeDeltas: looks.map(([, delta]) => delta),
  }
}
