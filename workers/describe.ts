/** Worker entry: what an engine is. */
export { describeTask as default } from '../src/task/describe-task.ts'
