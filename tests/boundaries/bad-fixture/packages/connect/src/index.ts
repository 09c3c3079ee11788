import '../../collect/src/index.ts';
export const connect = 1;
