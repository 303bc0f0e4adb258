"""Names for the kinds of identifier. All are 32 hex digits, unique across branches and time-ordered."""

from __future__ import annotations

from typing import NewType

BranchId = NewType("BranchId", str)
AccountId = NewType("AccountId", str)
StaffId = NewType("StaffId", str)
CustomerId = NewType("CustomerId", str)
PointId = NewType("PointId", str)
ProductId = NewType("ProductId", str)
BatchId = NewType("BatchId", str)
CaseId = NewType("CaseId", str)
StepId = NewType("StepId", str)
AssessmentId = NewType("AssessmentId", str)
RequestId = NewType("RequestId", str)
VisitId = NewType("VisitId", str)
RecordId = NewType("RecordId", str)
EvidenceId = NewType("EvidenceId", str)
ArrangementId = NewType("ArrangementId", str)
PromiseId = NewType("PromiseId", str)
PackId = NewType("PackId", str)
