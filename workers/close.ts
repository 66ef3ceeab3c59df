/** Worker entry: ends the thread's engines. */
export { closeThreadEngines as default } from '../src/task/thread-engine.ts'
