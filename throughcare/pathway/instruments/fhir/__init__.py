"""Questionnaires and their answers as other systems send and take them: FHIR R4 (4.0.1)."""
