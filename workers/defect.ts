/** Worker entry: the hunt for one planted defect. */
export { defectTask as default } from '../src/task/defect-task.ts'
