import type { App } from '../../server/types.ts';

export interface TestBrowser {
  /** Asks for a path of ours, or a whole URL of ours, with the cookies of before. */
  get(url: string): Promise<{
    readonly status: number;
    readonly location: string;
    json(): unknown;
  }>;
  /** By name, as they are sent. */
  readonly cookies: Map<string, string>;
  /** `Set-Cookie` headers of the last answer. */
  lastSetCookies: readonly string[];
}

/** What of a browser sign-in needs: it keeps cookies and follows nothing by itself. */
export function openTestBrowser(app: App): TestBrowser {
  const cookies = new Map<string, string>();
  const browser: TestBrowser = {
    cookies,
    lastSetCookies: [],
    async get(url) {
      const { pathname, search } = new URL(url, 'http://localhost');
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const answer = await app.inject({ url: `${pathname}${search}`, headers: cookie ? { cookie } : {} });
      browser.lastSetCookies = [answer.headers['set-cookie'] ?? []].flat();
      for (const line of browser.lastSetCookies) keep(cookies, line);
      return {
        status: answer.statusCode,
        location: String(answer.headers.location ?? ''),
        json: () => answer.json(),
      };
    },
  };
  return browser;
}

function keep(cookies: Map<string, string>, line: string): void {
  const [pair = ''] = line.split(';');
  const [name = '', value = ''] = pair.split('=');
  if (/Expires=Thu, 01 Jan 1970|Max-Age=0(;|$)/.test(line)) cookies.delete(name);
  else cookies.set(name, value);
}
