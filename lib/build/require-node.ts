/** Imported first, for its effect: older versions would fail later and less clearly. */
const REQUIRED_MAJOR = 24;

if (Number(process.versions.node.split('.')[0]) < REQUIRED_MAJOR) {
  process.stderr.write(
    `Node ${REQUIRED_MAJOR} is needed and this is ${process.version}. Run it through npm or npx after "npm ci", which brings Node ${REQUIRED_MAJOR} along on Linux and Windows, or install it.\n`,
  );
  process.exit(1);
}
