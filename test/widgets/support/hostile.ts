/** What a person may have typed, or an attacker written, into CRM. */
export const MARKUP = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>';
export const SCRIPT_LINK = 'javascript:window.hacked=1';
/** "exe" read backwards by a right-to-left override. */
export const BIDI = 'invoice\u202Efdp.exe';
export const HUGE = 'W'.repeat(64 * 1024);
