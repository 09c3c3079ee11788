// Runs before the first paint, so that a remembered dark page never flashes white. Not a module: modules wait.
try {
  const theme = localStorage.getItem('emc-theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // No storage allowed: the system's choice holds.
}
