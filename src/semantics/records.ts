/**
 * The dialects, oldest first. Each record is its neighbour with what changed, and the place where the change is
 * documented or was measured: `probe` names the field of `Facts` that shows it on a running interpreter.
 */
import type { Semantics } from './semantics.ts'

const record = (fields: Semantics): Semantics => Object.freeze(fields)

const v38 = record({
  id: '3.8',
  defaultThresholds: [700, 10, 10],
  incrementalCollector: false,
  instanceDictIsSeparate: true,
  materializedDictVisited: true,
  dictTrackedAtBirth: false,
  atomTupleTrackedAtBirth: true,
  atomFrozensetTracked: true,
  resurrectionKeepsAll: true,
  plainWeakrefsClearedFirst: true,
  lateWeakrefsCallBack: true,
  localsReleasedForward: true,
  callerKeepsArguments: true,
  localRefcount: 2,
  attributesInClassOrder: false,
  smallIntMax: 256,
  emptyFrozensetShared: true,
  classReferences: 4,
  classCollectCount: 6,
  hasIsFinalized: false,
  attributeErrorHoldsObject: false,
  slottedDictIsSeparate: false,
  keysFromSelfAssignments: false,
  comparisonReleasesRightFirst: false,
  operatorReleasesRightFirst: false,
  callReleasesForward: false,
  fastMethodReleasesObjectLast: false,
  trashcan: 'containers',
  frameHoldsFunction: false,
  classBodyHasCell: false,
  tupleTrackedWhileFilled: true,
  tupleTakesGeneratorsItems: false,
  endedGeneratorKeepsCaller: false,
  closingUnstarted: 'throws',
  unguardedCloseClears: 'nothing',
  closeGivesReturned: false,
  failedDeletionMakesDict: false,
  handledKeepsTraceback: true,
  handlerNameGoesFirst: true,
  comprehensionsInlined: false,
  argumentCellsInPlace: false,
  tryOrder: 'finally first',
  storeErrorHoldsObject: false,
  noManagerIsTypeError: false,
  throwingSetsContext: false,
  droppedComprehensionGoesFirst: false,
  specialMethodsUnbound: false,
  emptyTupleShared: false,
  exceptionsMadeAtOnce: false,
  setsStopEarly: false,
  subsetIntersects: false,
  itemIsAskedFirst: false,
  tupleHashKept: false,
  getattrIsBound: true,
  loneCallbackHoldsWeakref: false,
  storeHoldsFirst: false,
  mergeComparesKeys: true,
  dictOwnsValues: true,
  weakIterationIsGuarded: true,
  lateKeyRemovalRaises: true,
  containerDictIsSeparate: true,
  tupleDictInOwnOrder: true,
  badHashLeaks: true,
  deadOperandLeaks: false,
  typesHaveItems: false,
})

const v39 = record({
  ...v38,
  id: '3.9',
  // bpo-38379: only what a resurrected object reaches is kept.
  resurrectionKeepsAll: false,
  // bpo-39322.
  hasIsFinalized: true,
  // bpo-33387 and what followed it: no more finally blocks as subroutines.
  handlerNameGoesFirst: false,
  tryOrder: 'as written',
  throwingSetsContext: true,
  // Lib/weakref.py, WeakKeyDictionary.__init__.
  lateKeyRemovalRaises: false,
  // PEP 585.
  typesHaveItems: true,
  // bpo-37648.
  itemIsAskedFirst: true,
})

const v310 = record({
  ...v39,
  id: '3.10',
  // bpo-42234 removed the shared empty frozenset.
  emptyFrozensetShared: false,
  // bpo-38530.
  attributeErrorHoldsObject: true,
  // bpo-41431: dict_merge takes a table over as it is.
  mergeComparesKeys: false,
})

const v311 = record({
  ...v310,
  id: '3.11',
  // _PyTuple_Resize gives the empty tuple.
  emptyTupleShared: true,
  // bpo-45340: values in the order of the class's keys, a dict object only on demand.
  instanceDictIsSeparate: false,
  attributesInClassOrder: true,
  failedDeletionMakesDict: true,
  // bpo-44032: arguments move into the callee's frame.
  callerKeepsArguments: false,
  callReleasesForward: true,
  // PRECALL_NO_KW_METHOD_DESCRIPTOR_FAST in Python/ceval.c.
  fastMethodReleasesObjectLast: true,
  // bpo-44348.
  trashcan: 'exceptions too',
  // bpo-44590: frame objects are made when somebody needs one, and hold the function.
  frameHoldsFunction: true,
  argumentCellsInPlace: true,
  // Python/compile.c, compiler_try_except.
  tryOrder: 'else first',
  // bpo-45711: only the exception itself is what is being handled.
  handledKeepsTraceback: false,
  // Objects/setobject.c, set_issuperset and set_intersection.
  setsStopEarly: true,
  // bpo-44471.
  noManagerIsTypeError: true,
  // `_PyDict_SetItem_Take2`.
  storeHoldsFirst: true,
})

const v312 = record({
  ...v311,
  id: '3.12',
  // gh-101578: no more exceptions that are a type and a text.
  exceptionsMadeAtOnce: true,
  // Objects/setobject.c, set_issubset.
  subsetIntersects: true,
  // PEP 709.
  comprehensionsInlined: true,
  fastMethodReleasesObjectLast: false,
  endedGeneratorKeepsCaller: true,
  closingUnstarted: 'leaves all',
  // gh-94822: `_PyType_Lookup` and a call, without a bound method.
  getattrIsBound: false,
  tupleDictInOwnOrder: false,
})

const v3130 = record({
  ...v312,
  id: '3.13.0',
  // Objects/weakrefobject.c, UNWRAP.
  deadOperandLeaks: true,
  // gh-115776: the values lie in the instance.
  dictOwnsValues: false,
  defaultThresholds: [2000, 10, 10],
  // gh-130327, mended in 3.13.3: inline values are visited past the dict that shows them.
  materializedDictVisited: false,
  slottedDictIsSeparate: true,
  // gh-111926: pairs of weakref and callback stand in a tuple, however many there are.
  loneCallbackHoldsWeakref: true,
  storeErrorHoldsObject: true,
  // Include/cpython/object.h, Py_TRASHCAN_BEGIN.
  trashcan: 'native stack',
  unguardedCloseClears: 'values',
  closeGivesReturned: true,
  failedDeletionMakesDict: false,
  droppedComprehensionGoesFirst: true,
})

const v313 = record({
  ...v3130,
  id: '3.13',
  materializedDictVisited: true,
  // gh-91636.
  lateWeakrefsCallBack: false,
  // gh-142766, mended in 3.13.12 and 3.14.3.
  closingUnstarted: 'clears',
  // gh-100964, mended in 3.13.12 and 3.14.3.
  endedGeneratorKeepsCaller: false,
})

const v3140 = record({
  ...v3130,
  id: '3.14.0',
  // LOAD_SPECIAL in the place of BEFORE_WITH.
  specialMethodsUnbound: true,
  defaultThresholds: [2000, 10, 0],
  // gh-108362: young and two old spaces; taken back in 3.14.5 (gh-148726).
  incrementalCollector: true,
  classBodyHasCell: true,
  tupleTrackedWhileFilled: false,
  // `maybe_optimize_function_call` in Python/codegen.c.
  tupleTakesGeneratorsItems: true,
  // The class's `__static_attributes__` seed its shared keys.
  keysFromSelfAssignments: true,
  dictTrackedAtBirth: true,
  atomTupleTrackedAtBirth: false,
  slottedDictIsSeparate: false,
  localsReleasedForward: false,
  localRefcount: 1,
  comparisonReleasesRightFirst: true,
  callReleasesForward: false,
  classCollectCount: 5,
  unguardedCloseClears: 'frame',
  // Measured on 3.8 to 3.14.
  badHashLeaks: false,
  // gh-131525.
  tupleHashKept: true,
  // gh-89967.
  weakIterationIsGuarded: false,
  containerDictIsSeparate: false,
})

const v314 = record({
  ...v3140,
  id: '3.14',
  defaultThresholds: [2000, 10, 10],
  incrementalCollector: false,
  materializedDictVisited: true,
  lateWeakrefsCallBack: false,
  classCollectCount: 6,
  closingUnstarted: 'clears',
  // gh-100964.
  endedGeneratorKeepsCaller: false,
})

const v315 = record({
  ...v314,
  id: '3.15',
  // gh-136189: weakrefs without callback stay usable while finalizers run.
  plainWeakrefsClearedFirst: false,
  atomFrozensetTracked: false,
  smallIntMax: 1024,
  operatorReleasesRightFirst: true,
  // gh-135228: `__dict__` and `__weakref__` descriptors are shared.
  classReferences: 2,
  classCollectCount: 4,
})

export const SEMANTICS: readonly Semantics[] = [v38, v39, v310, v311, v312, v3130, v313, v3140, v314, v315]
