import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { connectDevTools } from './devtools.ts';
import type { DevTools } from './devtools.ts';

export type View = {
  width: number;
  scheme?: 'light' | 'dark';
  /** Whether scripts may run; they may, unless said otherwise. */
  scripts?: boolean;
};

/** A page that is open. */
export type Page = {
  /** What the probes (probes.js) say of it: the value of an expression on `probes`. */
  ask: (expression: string) => Promise<unknown>;
  press: (key: 'Tab' | 'Enter') => Promise<void>;
  accessibility: () => Promise<AccessibleNode[]>;
  /** Everything that it asked for but itself, and everything that went wrong on it. */
  trouble: () => string[];
  screenshot: (file: string) => Promise<void>;
  close: () => Promise<void>;
};

export type AccessibleNode = { role: string; name: string; level?: number };

export type Browser = {
  open: (html: string, view: View) => Promise<Page>;
  close: () => Promise<void>;
};

// Pixels. Nobody could see anything on a longer one.
const LONGEST_PICTURE = 1800;

const PROBES = path.join(import.meta.dirname, 'probes.js');

/** Starts Chromium without a window, with a profile of its own that is gone afterwards. */
export async function startBrowser(program: string): Promise<Browser> {
  const profile = await mkdtemp(path.join(tmpdir(), 'microshift-optional-browser-'));
  const args = [
    '--headless',
    '--remote-debugging-pipe',
    `--user-data-dir=${profile}`,
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-dev-shm-usage',
    '--disable-gpu',
    // Chromium's sandbox is not for root.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ];
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] });
  const ended = once(child, 'close');
  let said = '';
  (child.stdio[2] as Readable).setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4000);
  });
  const devtools = connectDevTools(
    child.stdio[3] as Writable,
    child.stdio[4] as Readable,
    () => `Chromium has ended; it said: ${said}`,
  );
  return {
    open: (html, view) => openPage(devtools, html, view),
    close: async () => {
      await devtools.call('Browser.close').catch(() => {});
      await ended;
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function openPage(devtools: DevTools, html: string, view: View): Promise<Page> {
  const server = await serve(html);
  const { browserContextId } = (await devtools.call('Target.createBrowserContext')) as {
    browserContextId: string;
  };
  const { targetId } = (await devtools.call('Target.createTarget', {
    url: 'about:blank',
    browserContextId,
  })) as { targetId: string };
  const { sessionId } = (await devtools.call('Target.attachToTarget', {
    targetId,
    flatten: true,
  })) as { sessionId: string };
  const call = (method: string, params?: object): Promise<unknown> =>
    devtools.call(method, params, sessionId);

  const trouble: string[] = [];
  const loaded = Promise.withResolvers<void>();
  devtools.listen(sessionId, (method, params) => {
    if (method === 'Page.loadEventFired') loaded.resolve();
    const problem = troubleOf(method, params, server.url);
    if (problem !== undefined) trouble.push(problem);
  });
  for (const domain of ['Page', 'Network', 'Log', 'Runtime', 'Accessibility', 'Audits']) {
    await call(`${domain}.enable`);
  }
  const { width, scheme = 'light', scripts = true } = view;
  const size = { width, height: 800, deviceScaleFactor: 1, mobile: width < 600 };
  await call('Emulation.setDeviceMetricsOverride', size);
  await call('Emulation.setEmulatedMedia', {
    features: [{ name: 'prefers-color-scheme', value: scheme }],
  });
  await call('Emulation.setScriptExecutionDisabled', { value: !scripts });
  await call('Page.navigate', { url: server.url });
  await loaded.promise;

  const evaluate = async (expression: string): Promise<unknown> => {
    const { result, exceptionDetails } = (await call('Runtime.evaluate', {
      expression,
      returnByValue: true,
      awaitPromise: true,
    })) as {
      result: { value?: unknown };
      exceptionDetails?: { exception?: { description?: string }; text: string };
    };
    if (exceptionDetails === undefined) return result.value;
    throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  };
  await evaluate(await readFile(PROBES, 'utf8'));

  return {
    ask: (expression) => evaluate(`probes.${expression}`),
    press: async (key) => {
      const code = { Tab: 9, Enter: 13 }[key];
      const text = key === 'Enter' ? { text: '\r' } : {};
      const stroke = { key, code: key, windowsVirtualKeyCode: code };
      await call('Input.dispatchKeyEvent', { type: 'keyDown', ...stroke, ...text });
      await call('Input.dispatchKeyEvent', { type: 'keyUp', ...stroke });
    },
    accessibility: async () => {
      const { nodes } = (await call('Accessibility.getFullAXTree')) as { nodes: RawNode[] };
      return nodes.flatMap(readNode);
    },
    trouble: () => [...trouble, ...server.others()],
    screenshot: async (file) => {
      const height = Math.min(
        LONGEST_PICTURE,
        Number(await evaluate('document.body.scrollHeight')),
      );
      const { data } = (await call('Page.captureScreenshot', {
        captureBeyondViewport: true,
        clip: { x: 0, y: 0, width, height, scale: 1 },
      })) as { data: string };
      await writeFile(file, Buffer.from(data, 'base64'));
    },
    close: async () => {
      await devtools.call('Target.disposeBrowserContext', { browserContextId });
      await server.close();
    },
  };
}

type RawNode = {
  ignored: boolean;
  role?: { value: string };
  name?: { value: string };
  properties?: { name: string; value: { value: unknown } }[];
};

function readNode({ ignored, role, name, properties = [] }: RawNode): AccessibleNode[] {
  if (ignored || role === undefined) return [];
  const level = properties.find((property) => property.name === 'level')?.value.value;
  return [
    {
      role: role.value,
      name: name?.value ?? '',
      ...(typeof level === 'number' ? { level } : {}),
    },
  ];
}

/** What a page must not do: ask for anything, be refused something, say or throw something. */
function troubleOf(method: string, params: unknown, own: string): string | undefined {
  const text = `${method}: ${JSON.stringify(params)}`;
  switch (method) {
    case 'Network.requestWillBeSent':
      return (params as { request: { url: string } }).request.url === own ? undefined : text;
    case 'Log.entryAdded':
    case 'Audits.issueAdded':
    case 'Runtime.consoleAPICalled':
    case 'Runtime.exceptionThrown':
      return text;
    default:
      return undefined;
  }
}

/** A page as a server has it, so that nothing that it asks for goes unseen. */
async function serve(
  html: string,
): Promise<{ url: string; others: () => string[]; close: () => Promise<unknown> }> {
  const asked: string[] = [];
  const server = http.createServer((request, response) => {
    asked.push(request.url ?? '');
    response.setHeader('content-type', 'text/html').end(html);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/page.html`,
    others: () => asked.filter((url) => url !== '/page.html').map((url) => `asked for ${url}`),
    close: () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      return closed;
    },
  };
}
