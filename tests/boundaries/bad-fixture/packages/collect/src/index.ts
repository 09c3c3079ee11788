export const collect = 1;
