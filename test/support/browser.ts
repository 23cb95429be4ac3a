/** As much of a browser as a sign-in needs: cookies, redirects and forms, over real HTTP. */
export class TestBrowser {
  readonly #cookies = new Map<string, string>();
  /** Every address that was visited. */
  readonly visited: string[] = [];

  async #fetch(url: string, init: RequestInit): Promise<Response> {
    this.visited.push(url);
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...(init.headers as Record<string, string> | undefined), cookie };
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const cut = pair.indexOf('=');
      this.#cookies.set(pair.slice(0, cut), pair.slice(cut + 1));
    }
    return response;
  }

  /** Goes to an address and on along its redirects; answers the page it ends at. */
  async go(url: string, init: RequestInit = {}): Promise<{ readonly url: string; readonly text: string }> {
    let response = await this.#fetch(url, init);
    let at = url;
    for (let next = response.headers.get('location'); next !== null; next = response.headers.get('location')) {
      await response.body?.cancel();
      at = new URL(next, at).href;
      response = await this.#fetch(at, {});
    }
    return { url: at, text: await response.text() };
  }

  /** Sends the page's form with these fields and the hidden ones. */
  async #send(page: { readonly url: string; readonly text: string }, fields: Readonly<Record<string, string>>) {
    const action = /<form[^>]*action="([^"]+)"/.exec(page.text)?.[1] ?? page.url;
    const hidden = [...page.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
    const body = new URLSearchParams({
      ...Object.fromEntries(hidden.map((match) => [match[1] ?? '', match[2] ?? ''])),
      ...fields,
    });
    return this.go(new URL(action, page.url).href, { method: 'POST', body });
  }

  /** Signs in at the provider's pages as somebody and agrees; answers the page at the end. */
  async signIn(url: string, login: string): Promise<{ readonly url: string; readonly text: string }> {
    const asked = await this.go(url);
    if (!asked.text.includes('name="login"')) return asked;
    const consent = await this.#send(asked, { login, password: 'any' });
    return consent.text.includes('value="consent"') ? this.#send(consent, {}) : consent;
  }

  /** Does not sign in but goes back, as the provider's link offers. */
  async abort(url: string): Promise<{ readonly url: string; readonly text: string }> {
    const asked = await this.go(url);
    const link = /href="([^"]*abort[^"]*)"/.exec(asked.text)?.[1];
    if (link === undefined) throw new Error('the page offers no way back');
    return this.go(new URL(link, asked.url).href);
  }
}
