import { useEffect, useState } from 'react';

/** The current instant (Unix milliseconds), renewed every `every_ms`. For words such as "3 minutes ago". */
export function useNow(every_ms = 10_000): number {
  const [now_ms, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every_ms);
    return () => clearInterval(timer);
  }, [every_ms]);
  return now_ms;
}
