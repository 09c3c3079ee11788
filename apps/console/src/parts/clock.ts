import { useEffect, useState } from 'react';
import { serverTime } from '../api/server-clock.ts';

/** The current instant by the server's clock (Unix milliseconds), renewed every `every_ms`. For words such as "3 minutes ago". */
export function useNow(every_ms = 10_000): number {
  const [now_ms, setNow] = useState(() => serverTime());
  useEffect(() => {
    const timer = setInterval(() => setNow(serverTime()), every_ms);
    return () => clearInterval(timer);
  }, [every_ms]);
  return now_ms;
}
