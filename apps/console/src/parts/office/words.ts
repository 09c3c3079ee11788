import { office, type OfficeTexts } from '../../texts/office.ts';
import { useWords, type Words } from '../../words.ts';

/** The words of the signed-in side (`o`) beside those of all pages. */
export function useOfficeWords(): Words & { o: OfficeTexts } {
  const words = useWords();
  return { ...words, o: office[words.lang] };
}
