/** Stands on top of every page, so that nobody takes the emulator for Google. */
export const BANNER = 'Local emulator, not Google. Never type a real password here.'
