/** A cookie's value; nothing where there is none or cookies are out of reach (a sandboxed frame). */
export const readCookie = (name: string): string | undefined => {
  try {
    const found = new RegExp(`(?:^|; )${name}=([^;]*)`).exec(document.cookie);
    return found ? found[1] : undefined;
  } catch {
    return undefined;
  }
};

/** Writes a first-party cookie; `life_s` of 0 deletes it. */
export const writeCookie = (name: string, value: string, life_s: number, domain?: string): void => {
  try {
    document.cookie =
      `${name}=${value};path=/;max-age=${life_s};SameSite=Lax` +
      (domain ? `;domain=${domain}` : '') +
      (location.protocol === 'https:' ? ';Secure' : '');
  } catch {
    // Out of reach: then it is not remembered.
  }
};

export const HOUR_S = 3600;
