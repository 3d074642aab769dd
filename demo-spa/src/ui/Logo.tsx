/** The claim ticket, Coatcheck's mark; decorative. */
export function Logo({ size = 24 }: { size?: number }): React.JSX.Element {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill="#4a55c8" />
      <path
        d="M10 7h12a2 2 0 0 1 2 2v5a2.5 2.5 0 0 0 0 5v4a2 2 0 0 1-2 2H10a2 2 0 0 1-2-2v-4a2.5 2.5 0 0 0 0-5V9a2 2 0 0 1 2-2Z"
        fill="#fff"
      />
      <path
        d="m12.5 16.2 2.5 2.5 4.8-5"
        fill="none"
        stroke="#4a55c8"
        strokeWidth="2.2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}
