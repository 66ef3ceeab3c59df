/** Worker entry: one case, judged. */
export { examineTask as default } from '../src/task/examine-task.ts'
