/** Worker entry: one block of a campaign. */
export { fuzzTask as default } from '../src/task/fuzz-task.ts'
