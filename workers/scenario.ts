/** Worker entry: one scenario, checked. */
export { scenarioTask as default } from '../src/task/scenario-task.ts'
