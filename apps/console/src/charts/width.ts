import { useLayoutEffect, useRef, useState, type RefObject } from 'react';

/** The width of an element in CSS pixels, followed as it changes, so that charts are drawn at their true size. */
export function useWidth<T extends HTMLElement>(first_px = 640): [RefObject<T | null>, number] {
  const element = useRef<T>(null);
  const [width_px, setWidth] = useState(first_px);
  useLayoutEffect(() => {
    const watched = element.current;
    if (watched === null) return undefined;
    setWidth(watched.clientWidth);
    const observer = new ResizeObserver(() => setWidth(watched.clientWidth));
    observer.observe(watched);
    return () => observer.disconnect();
  }, []);
  return [element, width_px];
}
