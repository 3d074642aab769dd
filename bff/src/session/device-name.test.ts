import { describe, expect, it } from 'vitest'
import { deviceName } from './device-name.ts'

const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)'
const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)'
const ANDROID = 'Mozilla/5.0 (Linux; Android 14; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko)'
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)'
const IPAD = 'Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)'
const LINUX = 'Mozilla/5.0 (X11; Linux x86_64)'
const CHROME = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'

describe('deviceName', () => {
  it.each([
    ['Chrome on Windows', `${WINDOWS} ${CHROME}`],
    ['Edge on Windows', `${WINDOWS} ${CHROME} Edg/140.0.0.0`],
    ['Opera on Windows', `${WINDOWS} ${CHROME} OPR/120.0.0.0`],
    ['Firefox on Linux', `${LINUX} Gecko/20100101 Firefox/142.0`],
    ['Chrome on ChromeOS', `Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${CHROME}`],
    ['Safari on macOS', `${MAC} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15`],
    ['Chrome on Android', `${ANDROID} Chrome/140.0.0.0 Mobile Safari/537.36`],
    ['Samsung Internet on Android', `${ANDROID} SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36`],
    ['Safari on iPhone', `${IPHONE} Version/18.0 Mobile/15E148 Safari/604.1`],
    ['Chrome on iPhone', `${IPHONE} CriOS/140.0.0.0 Mobile/15E148 Safari/604.1`],
    ['Firefox on iPad', `${IPAD} FxiOS/142.0 Mobile/15E148 Safari/605.1.15`],
    ['Linux', 'curl/8.5.0 (Linux)'],
    [undefined, 'curl/8.5.0'],
    [undefined, ''],
    [undefined, undefined],
  ])('calls it %s', (name, userAgent) => {
    expect(deviceName(userAgent)).toBe(name)
  })

  it('never uses a word of the sender', () => {
    expect(deviceName('Firefox/1 <script>alert(1)</script> Windows\u0007')).toBe('Firefox on Windows')
  })
})
