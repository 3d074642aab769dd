import type { RefObject } from 'react'
import { Field } from '../../ui/Field.tsx'

/** What a person writes about an issue. */
export interface IssueText {
  title: string
  body: string
}

interface IssueFieldsProps {
  text: IssueText
  onChange: (part: Partial<IssueText>) => void
  titleInput?: RefObject<HTMLInputElement | null>
}

/** The boxes for an issue's title and description. */
export function IssueFields({ text, onChange, titleInput }: IssueFieldsProps): React.JSX.Element {
  return (
    <>
      <Field label="Title">
        {(control) => (
          <input
            {...control}
            ref={titleInput}
            required
            value={text.title}
            onChange={(event) => onChange({ title: event.target.value })}
          />
        )}
      </Field>
      <Field label="Description" hint="Markdown works here.">
        {(control) => (
          <textarea
            {...control}
            rows={6}
            value={text.body}
            onChange={(event) => onChange({ body: event.target.value })}
          />
        )}
      </Field>
    </>
  )
}
