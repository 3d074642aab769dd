import { setFlagsFromString } from 'node:v8'

/**
 * V8 looks for dropped buffers among the young objects as soon as there are four times this many megabytes
 * of them, and reads the flag anew each time.
 */
const CAPACITY_FLAG = '--scavenger-max-new-space-capacity-mb=4'

/**
 * Lets V8 free the pieces of bodies that have been relayed after every 16 MB of them, for the whole process.
 * By default it would wait for 128 MB, and never get there: 64 MB outside its heap make it mark the whole
 * heap, which costs more than many looks at the young objects, and comes too late to keep the process small.
 * The size of the heap is settled when the process starts, and stays as it is.
 */
export function dropBuffersEarly(): void {
  setFlagsFromString(CAPACITY_FLAG)
}
