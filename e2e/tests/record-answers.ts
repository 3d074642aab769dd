import type { CDPSession, Page } from '@playwright/test'

/** Everything a page was sent in answer to one request. */
export interface RecordedAnswer {
  url: string
  status: number
  /** `name: value` lines, `Set-Cookie` and `Location` included. */
  headers: string
  /** Empty for a redirect, which browsers never show the body of. */
  body: string
}

/**
 * Records every answer the page receives from now on, redirects and other sites' pages included.
 *
 * Each answer is held back until it has been read, because a page that navigates away takes the bodies of its
 * answers along.
 */
export async function recordAnswers(page: Page): Promise<RecordedAnswer[]> {
  const answers: RecordedAnswer[] = []
  const devtools = await page.context().newCDPSession(page)
  devtools.on('Fetch.requestPaused', async ({ requestId, request, ...response }) => {
    const { responseStatusCode: status = 0, responseHeaders = [] } = response
    answers.push({
      url: request.url,
      status,
      headers: responseHeaders.map(({ name, value }) => `${name}: ${value}`).join('\n'),
      body: isRedirect(status) ? '' : await readBody(devtools, requestId),
    })
    await devtools.send('Fetch.continueRequest', { requestId }).catch(ignoreCancelled)
  })
  await devtools.send('Fetch.enable', { patterns: [{ requestStage: 'Response' }] })
  return answers
}

function isRedirect(status: number): boolean {
  return status >= 300 && status < 400
}

async function readBody(devtools: CDPSession, requestId: string): Promise<string> {
  const answer = await devtools.send('Fetch.getResponseBody', { requestId }).catch(ignoreCancelled)
  if (!answer) return ''
  return answer.base64Encoded ? Buffer.from(answer.body, 'base64').toString('latin1') : answer.body
}

/** A request that the page gave up, and so never saw the answer of, is no longer known by its id. */
function ignoreCancelled(error: Error): undefined {
  if (/Invalid InterceptionId|Target.*closed/i.test(error.message)) return undefined
  throw error
}
