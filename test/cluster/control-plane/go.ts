import { homedir } from 'node:os';
import { execa, ExecaError } from 'execa';
import { SetupError } from './setup-error.ts';

export type Progress = (line: string) => void;

export type GoBuild = {
  /** Where go.mod lies. */
  module: string;
  /** An empty directory: where the programs go. */
  directory: string;
  /** What is built, as errors name it. */
  subject: string;
  /** What can be done instead of installing Go; without the word "or". */
  otherwise?: string;
  progress: Progress;
};

/** Runs the Go command in the module. */
export type RunGo = (args: string[], more?: Record<string, string>) => Promise<void>;

const REQUIRED_GO = 26;
const FIRST_GO_THAT_FETCHES_NEWER = 21;
const HOW_TO_GET_GO =
  `Install Go 1.${REQUIRED_GO} or newer (https://go.dev/doc/install), ` +
  `or Go 1.${FIRST_GO_THAT_FETCHES_NEWER} or newer with GOTOOLCHAIN=auto in the environment`;

/**
 * Builds with Go, telling how far it is.
 * @param announcement what it will take
 * @throws {SetupError} Go is missing, too old, or failed
 */
export async function buildWithGo(
  { module, directory, subject, otherwise, progress }: GoBuild,
  announcement: string,
  build: (run: RunGo) => Promise<void>,
): Promise<void> {
  const environment = goEnvironment(directory);
  await checkGo(environment, subject, otherwise);
  progress(announcement);
  const { done, onLine } = reportElapsed(progress);
  try {
    await build((args, more) => runGo(args, module, { ...environment, ...more }, onLine));
  } finally {
    done();
  }
}

/** @param directory of the unfinished build */
function goEnvironment(directory: string): Record<string, string> {
  return {
    HOME: homedir(),
    CGO_ENABLED: '0',
    GOWORK: 'off',
    // A killed Go leaves its temporary files: here they go with the unfinished build.
    GOTMPDIR: directory,
    // Go writes its module cache read-only, which a plain `rm -r` cannot delete.
    GOFLAGS: `${process.env.GOFLAGS ?? ''} -modcacherw`,
  };
}

async function runGo(
  args: string[],
  cwd: string,
  env: Record<string, string>,
  onLine: (line: string) => void,
): Promise<void> {
  const go = execa('go', args, { cwd, env, stdin: 'ignore', all: true });
  const lines: string[] = [];
  try {
    for await (const line of go.iterable({ from: 'all' })) {
      lines.push(line);
      onLine(line);
    }
  } catch (error) {
    if (!(error instanceof ExecaError)) throw error;
    const said = lines.filter((line) => /[: ]/.test(line) && !line.startsWith('go: downloading'));
    throw new SetupError(`${error.shortMessage}\n${said.slice(-20).join('\n')}`, { cause: error });
  }
}

/** Without a word for minutes, a build looks hung: says now and then how far it is. */
function reportElapsed(progress: Progress): { onLine: (line: string) => void; done: () => void } {
  const start = performance.now();
  const seconds = () => Math.round((performance.now() - start) / 1000);
  let compiled = 0;
  const say = () => progress(`still building: ${seconds()} s, ${compiled} packages compiled`);
  const timer = setInterval(say, 20_000);
  return {
    onLine(line) {
      // `go build -v` prints the path of each package, its other messages have blanks.
      if (/^\S+$/.test(line)) compiled += 1;
    },
    done() {
      clearInterval(timer);
      progress(`build ended after ${seconds()} s`);
    },
  };
}

async function checkGo(
  env: Record<string, string>,
  subject: string,
  otherwise: string | undefined,
): Promise<void> {
  const howToGoOn = `${HOW_TO_GET_GO}${otherwise === undefined ? '' : `;\nor ${otherwise}`}.`;
  // Outside of the module, where Go would fetch what go.mod asks for just to answer this.
  const options = { cwd: '/', env, reject: false, stdin: 'ignore' } as const;
  const { stdout, failed } = await execa('go', ['env', 'GOVERSION', 'GOTOOLCHAIN'], options);
  if (failed) throw new SetupError(`${subject} is built with Go.\n${howToGoOn}`);
  const [version = '', toolchain] = stdout.split('\n');
  const minor = Number(/^go1\.(\d+)/.exec(version)?.[1]);
  const fetchesNewer = minor >= FIRST_GO_THAT_FETCHES_NEWER && toolchain !== 'local';
  if (minor < REQUIRED_GO && !fetchesNewer) {
    throw new SetupError(
      `${subject} is built with Go; this machine's, ${version}, is too old.\n${howToGoOn}`,
    );
  }
}
