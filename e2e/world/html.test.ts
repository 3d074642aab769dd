import { describe, expect, it } from 'vitest'
import { html } from './html.ts'

describe('html', () => {
  it('escapes every value, in text and in attributes', () => {
    const value = `"><script>alert('x')</script>&`

    expect(html`<p title="${value}">${value}</p>`.markup).toBe(
      '<p title="&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;">' +
        '&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;</p>',
    )
  })

  it('nests its own results without escaping them twice', () => {
    const items = ['a & b', 'c'].map((text) => html`<li>${text}</li>`)

    expect(html`<ul>${items}</ul>`.markup).toBe('<ul><li>a &amp; b</li><li>c</li></ul>')
  })

  it('leaves nothing for an absent value', () => {
    expect(html`<p>${undefined}</p>`.markup).toBe('<p></p>')
  })
})
