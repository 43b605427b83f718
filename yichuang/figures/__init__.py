"""Figures (统计): the registry of indicators, the facts they count, periods, bulletins, appraisal, publication."""
