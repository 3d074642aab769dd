import { onTestFinished } from 'vitest'
import { oidc } from '../../src/config/factories.ts'
import type { OidcInput } from '../../src/config/provider-input.ts'
import type { Browser, BrowserResponse } from './browser.ts'
import { agreeAt, comeBack } from './journey.ts'
import { type BffOptions, startBff, type TestBff } from './start-bff.ts'
import { type StrictHabits, StrictProvider } from './strict-provider.ts'

/** A listening BFF with one provider more, `corp`; upstream `/api/corp` is the API, with its token. */
export interface CorpBff extends TestBff {
  readonly corp: StrictProvider
}

interface CorpOptions extends Pick<BffOptions, 'upstreams' | 'scheme'> {
  /** What the provider is like. */
  habits?: StrictHabits
  /** Settings of the provider besides where it is and who the client is. */
  settings?: Partial<OidcInput>
}

/** Starts a BFF in front of a {@link StrictProvider}; everything ends with the test. */
export async function startCorp({ habits, settings, ...options }: CorpOptions = {}): Promise<CorpBff> {
  const corp = new StrictProvider(habits)
  await corp.listen()
  onTestFinished(() => corp.close())
  const { origin: issuer, clientId, clientSecret } = corp
  const scopes = ['openid', 'profile']
  const bff = await startBff({
    upstreams: (target) => ({
      corp: { target: `${target}/v1`, credential: { type: 'userToken', provider: 'corp' } },
    }),
    ...options,
    providers: { corp: oidc({ issuer, clientId, clientSecret, scopes, ...settings }) },
  })
  return { ...bff, corp }
}

/** Leaves for the provider, agrees there, and comes back; yields the answer of the callback. */
export async function loginAtCorp(browser: Browser, query = ''): Promise<BrowserResponse> {
  const departure = await browser.navigate(`/bff/login/corp${query}`)
  return comeBack(browser, await agreeAt(departure.location()))
}
