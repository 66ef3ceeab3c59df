/**
 * Python interpreters on this machine that may serve as engines: `python3.N` on PATH, and those that pyenv keeps. Only
 * looks for files; whether one runs is for the engine to find out.
 */
import { accessSync, constants, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { GROUP_SIGN } from '../triage/portable-engine.ts'

/** Python versions whose semantics we know. */
const MINORS = [8, 9, 10, 11, 12, 13, 14, 15]

/** Engine ids, without repetition, such as `cpython:python3.13`. */
export function interpreters(environment: NodeJS.ProcessEnv): readonly string[] {
  return MINORS.flatMap((minor) => [...onPath(minor, environment), ...inPyenv(minor, environment)])
}

/** `cpython:python3.8`, where only a version manager keeps such an interpreter → its path; any other id as it is. */
export function installedEngine(id: string, environment: NodeJS.ProcessEnv): string {
  return id
    .split(GROUP_SIGN)
    .map((member) => installedMember(member, environment))
    .join(GROUP_SIGN)
}

function installedMember(id: string, environment: NodeJS.ProcessEnv): string {
  const minor = /^cpython:python3\.(\d+)$/.exec(id)?.[1]
  if (minor === undefined || isRealOnPath(`python3.${minor}`, environment)) return id
  return inPyenv(Number(minor), environment).at(-1) ?? id
}

/** Shims of a version manager stand for whatever it is told to use, which may be nothing. */
function isRealOnPath(name: string, environment: NodeJS.ProcessEnv): boolean {
  const folders = foldersOf(environment).filter((folder) => !/[/\\]shims[/\\]?$/.test(folder))
  return folders.some((folder) => isExecutable(join(folder, name)))
}

function foldersOf(environment: NodeJS.ProcessEnv): readonly string[] {
  return (environment.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
}

function onPath(minor: number, environment: NodeJS.ProcessEnv): readonly string[] {
  const name = `python3.${minor}`
  return foldersOf(environment).some((folder) => isExecutable(join(folder, name))) ? [`cpython:${name}`] : []
}

function inPyenv(minor: number, environment: NodeJS.ProcessEnv): readonly string[] {
  const versions = join(environment.PYENV_ROOT ?? join(homedir(), '.pyenv'), 'versions')
  return namesIn(versions)
    .filter((version) => version.startsWith(`3.${minor}.`))
    .map((version) => join(versions, version, 'bin', `python3.${minor}`))
    .filter(isExecutable)
    .map((path) => `cpython:${path}`)
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort()
  } catch {
    return []
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
