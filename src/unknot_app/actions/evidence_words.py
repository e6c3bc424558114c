"""The words for what the data of the evidence name by codes."""

from __future__ import annotations

CERTAINTIES = {
    "high": "high certainty",
    "moderate": "moderate certainty",
    "low": "low certainty",
    "very_low": "very low certainty",
}
# What each grade means for somebody who reads it for the first time.
CERTAINTIES_EXPLAINED = {
    "high": "More studies would hardly change what is said here.",
    "moderate": "More studies may well change what is said here.",
    "low": "More studies are likely to change what is said here.",
    "very_low": "What is said here is little more than a guess.",
}
GRADES = tuple(reversed(CERTAINTIES))
ABOUT = {
    "pain": "Pain",
    "muscles": "Muscles and movement",
    "calm": "Calm",
    "doing": "Doing it",
}
DIRECTIONS = {
    "benefit": "Helps",
    "small_benefit": "Helps a little",
    "uncertain": "Not clear",
    "no_clear_effect": "No clear effect",
    "rare_harm": "Serious harm is rare",
    "not_supported": "Not borne out",
}
# Said instead of the above where the certainty is low, or moderate.
MAY = {"benefit": "May help", "small_benefit": "May help a little"}
PROBABLY = {"benefit": "Probably helps", "small_benefit": "Probably helps a little"}
ANSWERS = {
    "likely": "Probably",
    "perhaps": "Perhaps",
    "not_shown": "Not shown",
    "unlikely": "Probably not",
    "not_tested": "Not tested",
}
QUESTIONS = {
    "effect": "Is there an effect?",
    "mechanism": "Is what is said to cause it the cause?",
    "better": "Is it better than other ways?",
}
# The parts of the page on the dispute.
DISPUTE = {
    "agreed": "What nobody disputes",
    "sceptics": "What critics say",
    "defenders": "What those say who work with it",
    "reliability": "Can it be found by touch?",
    "criteria": "What counts as one?",
}
REASONS = {
    "risk_of_bias": "Risk of bias",
    "inconsistency": "Studies disagree",
    "indirectness": "Not quite the same thing was studied",
    "imprecision": "Few people",
    "publication_bias": "Studies may be missing",
    "other": "Besides",
}
SIDES = {
    "for": "For it",
    "against": "Against it",
    "both": "Both ways",
    "beside": "Also named here",
}
DESIGNS = {
    "randomised": "Groups made by lot",
    "same_people": "The same people got both",
    "not_randomised": "Groups not made by lot",
    "one_group": "One group, nothing to compare with",
    "survey": "Survey",
}
COMPARATORS = {
    "active_sham": "The same touch elsewhere, or light touch",
    "sham": "Sham (pretend) treatment",
    "sham_other": "A machine that was off",
    "inactive": "Rest or waiting",
    "usual_care": "Usual care",
    "active": "Another treatment",
    "active_minimal": "Advice or a booklet",
    "add_on": "The same care without it",
    "dose": "Another dose",
    "within_person": "Another place on the same person",
    "mixed": "Several groups together",
    "none": "Nothing",
}
TECHNIQUES = {
    "trp_manual": "Trigger points pressed by a therapist",
    "self_trp": "Trigger points pressed by oneself",
    "massage": "Massage in general",
    "self_massage": "Self-massage in general",
    "mfr": "Gentle release (myofascial release)",
    "mfr_tool": "Rolling with a tool",
}
# Only these press trigger points; the rest is indirect evidence on it and is labelled so.
PRESSES_TRIGGER_POINTS = ("trp_manual", "self_trp")
BODY_PARTS = {
    "low_back": "Low back",
    "neck": "Neck, shoulder, upper back",
    "head": "Head",
    "widespread": "Whole body (fibromyalgia)",
    "other": "Healthy people and others",
}
CONCERNS = {
    "fewer": "Fewer concerns",
    "some": "Some concerns",
    "serious": "Serious concerns",
}
OUTCOMES = {
    "favours_treatment": "Better with the treatment",
    "no_difference": "No difference",
    "mixed": "Mixed",
    "within_group_only": "Only before and after: no comparison",
    "": "Not said",
}
LEANINGS = {
    "treatment": "Better with the treatment",
    "control": "Better without it",
    "unclear": "The range includes no difference",
}
DOMAINS = {
    "pain": "Pain",
    "ppt": "Pressure until it hurts",
    "rom": "How far a joint moves",
    "function": "Daily life",
    "anxiety": "Worry",
    "muscle_tension": "Felt tension",
    "flexibility": "Flexibility",
    "autonomic": "Heartbeat and nerves",
    "biomarker": "Substances in blood, saliva or tissue",
    "stiffness": "Measured stiffness",
    "muscle_activity": "Electrical activity of the muscle",
    "headache_frequency": "How often headache comes",
    "headache_intensity": "How strong headache is",
    "global": "Change on the whole",
    "blood_flow": "Blood flow",
    "stress": "Stress",
    "blood_pressure": "Blood pressure",
    "circulation": "Blood vessels",
    "adverse_event": "Unwanted effects",
}
MEASURES = {
    "SMD": (
        "Standardised mean difference: the gap between the groups, counted in how much people usually differ. "
        "Zero is no gap."
    ),
    "MD": "Mean difference: the gap between the groups, in the units of the scale. Zero is no gap.",
    "ES": "Effect size, as the review calls it: like a standardised mean difference.",
    "RR": "Risk ratio: how many times as often it happens with the treatment. One is no difference.",
    "OR": "Odds ratio: compares the odds with and without the treatment. One is no difference.",
    "kappa": "How far two examiners agree beyond chance. Zero is chance, one is full agreement.",
    "Range": "The 95 percent interval: values that fit what was seen. The wider it is, the less is known.",
    "±": "How much people differ (standard deviation), as printed.",
}
REVIEW_KINDS = {
    "systematic_review": "Systematic review",
    "systematic_review_narrative": "Systematic review without pooling",
    "systematic_review_harms": "Systematic review of harms",
    "systematic_review_reliability": "Systematic review of how well examiners agree",
    "systematic_review_methods": "Systematic review of methods",
    "meta_analysis": "Systematic review with pooling",
    "meta_analysis_reliability": "Systematic review of how well examiners agree, with pooling",
    "network_meta_analysis": "Review that compares many treatments at once",
    "cochrane_review": "Cochrane review",
    "cochrane_overview": "Overview of Cochrane reviews",
    "overview": "Overview of reviews",
    "evidence_map": "Map of reviews",
    "evidence_report": "Evidence report",
    "guideline": "Guideline",
    "reliability_study": "Study of how well examiners agree",
    "diagnostic_cluster_study": "Study of signs",
    "expert_consensus": "What experts agreed on",
    "critique": "Critique",
    "rebuttal": "Answer to a critique",
}
# What the name of a study or review lacks, by whether its authors and its year were seen.
LACKS = {
    (True, True): "",
    (True, False): "year not seen",
    (False, True): "authors not seen",
    (False, False): "authors and year not seen",
}
# What reviews are about.
TOPICS = {
    "lbp": "Low back pain",
    "neck": "Neck pain",
    "headache": "Headache",
    "fibromyalgia": "Fibromyalgia",
    "pain": "How strong the pain is",
    "function": "Daily life",
    "ppt": "Pressure that becomes pain",
    "rom": "Moving further",
    "flexibility": "Flexibility",
    "anxiety": "Worry",
    "relaxation": "Relaxation",
    "safety": "Unwanted effects",
    "trp": "Pressing trigger points",
    "myofascial": "Myofascial release",
    "self": "Pressing yourself",
    "comparator": "What it was compared with",
    "diagnosis": "Finding trigger points",
    "controversy": "What a trigger point is",
}
# The kinds of reviews, in the order and under the headings in which they are listed.
REVIEW_GROUPS = {
    "Reviews of studies": (
        "cochrane_review",
        "systematic_review",
        "meta_analysis",
        "network_meta_analysis",
        "systematic_review_narrative",
        "systematic_review_harms",
    ),
    "Overviews of reviews": ("cochrane_overview", "overview", "evidence_map", "evidence_report"),
    "Guidelines": ("guideline",),
    "Finding trigger points": (
        "systematic_review_reliability",
        "meta_analysis_reliability",
        "reliability_study",
        "systematic_review_methods",
        "expert_consensus",
        "diagnostic_cluster_study",
    ),
    "The dispute about trigger points": ("critique", "rebuttal"),
}
