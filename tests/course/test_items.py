"""Every exercise: its truth, its wrong ideas, its texts. New items are covered by being there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from math import exp, log, sqrt
from pathlib import Path

import pytest

from marginlab.course.book import BOOK, ITEMS
from marginlab.course.final.items import questions
from marginlab.course.lesson03_two_fates.wishes import WISHES
from marginlab.practice.function import TOLERANCE
from marginlab.practice.item import SHARES, Choice, Expression, Function, Item, Number, Sampled
from marginlab.practice.reading import quantity
from marginlab.practice.trees import Unreadable, tree, value
from marginlab.practice.verdicts import ____
from marginlab.theory.terms import show
from tests.course.final_by_hand import BY_HAND as FINAL_BY_HAND
from tests.course.final_by_hand import worked

ROOT = Path(__file__).parents[2]
# Every exercise, those besides that wait for their notebook, and what the final asks.
EXERCISES = {item.id: item for item in (*ITEMS.values(), *WISHES, *questions().values())}
CURES = {(item.id, wrong.idea): wrong.cure for item in EXERCISES.values() for wrong in item.wrong}


def every(kind: type[Item]) -> pytest.MarkDecorator:
    chosen = [item for item in EXERCISES.values() if isinstance(item, kind)]
    return pytest.mark.parametrize("item", chosen, ids=lambda item: item.id)


every_item = every(Item)
every_number = every(Number)
every_choice = every(Choice)
every_sampled = every(Sampled)
every_expression = every(Expression)
every_function = every(Function)

# Worked out by hand, on paper or in the plan of the course, not by this library:
# the right answer, and what each wrong idea gives, each rounded as one would type it.
BY_HAND: dict[str, tuple[float, dict[str, float]]] = {
    "0.1": (200, {
        "one-coin": 100,
        "leverage-twice": 2_000,
        "value-for-change": 4_800,
    }),
    "1.1a": (10_000, {
        "notional-margin-swapped": 500,
        "leverage-twice": 200_000,
        "one-coin": 2_500,
    }),
    "1.1b": (500, {
        "notional-margin-swapped": 10_000,
        "one-coin": 125,  # 2500 / 20
        "fee-as-margin": 506,
    }),
    "1.2": (6.00, {
        "fee-on-margin": 0.30,  # 0.0006 of 500
        "both-fees": 12.00,
        "leverage-twice": 120.00,
    }),
    "1.3a": (200, {
        "leverage-twice": 4_000,
        "one-coin": 50,
        "value-for-change": 10_200,  # 4 x 2550
    }),
    "1.3b": (0.4, {
        "move-for-roe": 0.02,  # 50 / 2500
        "margin-at-mark": 0.3922,  # 200 / 510
        "leverage-twice": 8.0,
    }),
    "1.4": (2_503.00, {
        "one-fee": 2_501.50,  # 6 / 4
        "fee-on-margin": 2_500.15,  # 0.60 / 4
        "sides-swapped": 2_497.00,  # 2500 x 0.9994 / 1.0006
    }),
    "1.5": (1_560, {
        "margin-alone": 260,  # 500 - 240
        "loss-forgotten": 1_800,
        "margin-on-top": 2_060,
        "margin-spent": 1_060,
    }),
    "2.1": (2385.98, {
        "equity-zero": 2375.00,  # 2500 (1 - 1/20)
        "entry-value": 2386.50,  # 2500 (1 - 1/20 + 0.0046)
        "closing-fee-forgotten": 2384.54,  # 2375 / 0.996
        "kappa-turned": 2364.13,  # 2375 / 1.0046
        "sides-swapped": 2612.98,
    }),
    "2.2": (2612.98, {
        "equity-zero": 2625.00,
        "entry-value": 2613.50,  # 2500 (1 + 1/20 - 0.0046)
        "closing-fee-forgotten": 2614.54,  # 2625 / 1.004
        "kappa-turned": 2637.13,  # 2625 / 0.9954
        "sides-swapped": 2385.98,
        "short-mirrored": 2614.02,  # 2500 + (2500 - 2385.9755)
    }),
    "2.3a": (43.90, {
        "equity-zero": 0.00,
        "entry-value": 46.00,  # 0.0046 of 10,000
        "closing-fee-forgotten": 38.18,  # 0.004 of 4 x 2385.9755
        "lost-for-left": 456.10,  # 500 - 43.90
    }),
    "2.3b": (-0.9122, {
        "equity-zero": -1.0,
        "move-for-roe": -0.0456,  # -114.02 / 2500
        "left-for-lost": 0.0878,  # 43.90 / 500
        "closing-fee-forgotten": -0.9237,  # 4 (2384.538 - 2500) / 500
    }),
    "2.4": (18.39, {
        "equity-zero": 20.0,
        "entry-value": 18.32,  # 1 / 0.0546; 18.315 on the edge
        "closing-fee-forgotten": 18.59,  # 1 / (1 - 0.95 x 0.996)
        "kappa-turned": 21.92,  # 1 / (1 - 0.95 x 1.0046)
        "sides-swapped": 18.24,  # 1 / (1.05 x 1.0046 - 1)
    }),
    "2.7": (0.375, {  # 480 / 1,280
        "move-for-roe": 0.025,  # 80 / 3,200
        "margin-at-mark": 0.3659,  # 480 / 1,312
        "leverage-twice": 5.625,
    }),
    "2.8": (2_803.36, {  # 3.36 / 0.9994 = 3.362 higher
        "one-fee": 2_801.68,
        "fee-on-margin": 2_800.24,  # 3.36 / 14
        "sides-swapped": 2_796.64,  # 3.36 / 1.0006 = 3.358 lower
    }),
    "2.9": (2_800, {  # 3,100 - 4 x 75
        "margin-alone": 400,  # 700 - 300
        "loss-forgotten": 3_100,
        "margin-on-top": 3_500,
        "margin-spent": 2_100,
    }),
    # Lesson 3: q E = 3,000, W = 1,500, M = 250 at 12x and 120 at 25x; 0.05 x 0.9954 = 0.04977.
    "3.1a": (55254.17, {  # 2750 / 0.04977 = 55000 / 0.9954
        "wallet-for-margin": 30138.64,
        "equity-zero": 55000.00,
        "entry-value": 55276.00,  # 60000 (1 - 1/12 + 0.0046)
        "closing-fee-forgotten": 55220.88,  # 55000 / 0.996
    }),
    "3.1b": (57866.18, {
        "wallet-for-margin": 30138.64,
        "equity-zero": 57600.00,
        "entry-value": 57876.00,
        "closing-fee-forgotten": 57831.33,  # 57600 / 0.996
    }),
    "3.2a": (30138.64, {
        "margin-for-wallet": 55254.17,
        "margin-twice": 25115.53,  # (3000 - 1750) / 0.04977
        "free-part": 35161.74,  # (3000 - 1250) / 0.04977
        "equity-zero": 30000.00,
        "closing-fee-forgotten": 30120.48,  # 30000 / 0.996
    }),
    "3.2b": (30138.64, {
        "margin-for-wallet": 57866.18,
        "margin-twice": 27727.55,  # (3000 - 1620) / 0.04977
        "free-part": 32549.73,  # (3000 - 1380) / 0.04977
        "equity-zero": 30000.00,
        "closing-fee-forgotten": 30120.48,
    }),
    "3.3": (3000.00, {
        "margin-for-wallet": 250.00,
        "maintenance-added": 3013.80,  # 3000 x 1.0046
        "maintenance-taken-off": 2986.20,
    }),
    "3.4": (89587.90, {
        "margin-for-wallet": 64702.37,  # 65000 / 1.0046
        "equity-zero": 90000.00,
        "closing-fee-forgotten": 89641.43,  # 90000 / 1.004
        "kappa-turned": 90415.91,  # 90000 / 0.9954
        "sides-swapped": 30138.64,
        "short-mirrored": 89861.36,  # 120000 - 30138.64
    }),
    "3.6": (385, {  # 7 x 55
        "leverage-twice": 5_390,
        "one-coin": 55,
        "value-for-change": 20_685,  # 7 x 2,955
    }),
    "3.7": (13.46, {  # 1 / (1 - 0.93 x 0.9954) = 1 / 0.074278
        "equity-zero": 14.29,  # 1 / 0.07
        "entry-value": 13.40,  # 1 / 0.0746
        "closing-fee-forgotten": 13.56,  # 1 / (1 - 0.93 x 0.996) = 1 / 0.07372
        "kappa-turned": 15.22,  # 1 / (1 - 0.93 x 1.0046) = 1 / 0.065722
        "sides-swapped": 13.35,  # 1 / (1.07 x 1.0046 - 1) = 1 / 0.074922
    }),
    "3.8": (78.56, {  # 0.0046 x 17,000 / 0.9954
        "equity-zero": 0.00,
        "entry-value": 82.80,  # 0.0046 x 18,000
        "closing-fee-forgotten": 68.31,  # 0.004 x 17,000 / 0.9954
        "lost-for-left": 921.44,  # 1,000 - 78.56
    }),
    "4.1": (423.00, {
        "requirement-still": 424.95,  # 0.1 x (54249.548 - 50000)
        "equity-zero": 400.00,
        "closing-fee-forgotten": 420.00,  # 1000 + 20 - 600
        "kappa-turned": 377.00,  # 1000 - 23 - 600
        "whole-margin": 1023.00,
    }),
    "4.2": (432.20, {
        "requirement-still": 430.22,  # 0.1 x (70000 - 65697.790)
        "equity-zero": 400.00,
        "closing-fee-forgotten": 428.00,  # 1000 + 28 - 600
        "kappa-turned": 367.80,  # 1000 - 32.20 - 600
        "whole-margin": 1032.20,
    }),
    "4.3": (390.00, {
        "down-to-maintenance": 871.94,  # 900 - 0.0046 x 6100
        "equity-to-maintenance": 971.94,  # 900 + 100 - 28.06
        "down-to-rate": 875.60,
        "entry-for-mark": 400.00,
        "profit-forgotten": 290.00,
    }),
    # q E = 2,900, M = 290, W = 1,000: two whole calls, and 130 are left; 0.05 x 0.9954 = 0.04977.
    "4.4a": (46614.43, {  # 2320 / 0.04977 = 46400 / 0.9954
        "call-restores": 47415.22,  # 58000 x (0.9 / 0.9954)^2
        "call-forgotten": 52441.23,  # 52200 / 0.9954
        "equity-zero": 46400.00,
        "closing-fee-forgotten": 46586.35,  # 46400 / 0.996
    }),
    "4.4b": (38175.61, {  # 1900 / 0.04977 = 38000 / 0.9954
        "endless-wallet": 34960.82,  # (2900 - 1160) / 0.04977
        "last-call-left-out": 40787.62,  # (2900 - 870) / 0.04977
        "margin-twice": 32348.80,  # (2900 - 1290) / 0.04977
        "equity-zero": 38000.00,
    }),
    "4.5a": (52893.31, {
        "last-paid-for-entry": 51386.38,  # (11400 - 1170) / 0.19908
        "size-still": 48523.21,
        "margin-still": 55756.48,  # 11100 / 0.19908
        "equity-zero": 52650.00,
    }),
    "4.5b": (48523.21, {
        "size-grows": 52893.31,
        "last-paid-for-entry": 45509.34,  # (5700 - 1170) / 0.09954
        "equity-zero": 48300.00,
        "closing-fee-forgotten": 48493.98,  # 4830 / 0.0996
    }),
    "4.6": (3_209.24, {  # 9,672 / 3.0138 = 3,224 / 1.0046
        "equity-zero": 3_224.00,
        "entry-value": 3_209.74,  # 3,224 - 0.0046 x 3,100
        "closing-fee-forgotten": 3_211.16,  # 3,224 / 1.004
        "kappa-turned": 3_238.90,  # 3,224 / 0.9954
        "sides-swapped": 2_989.75,  # 2,976 / 0.9954
        "short-mirrored": 3_210.25,  # 6,200 - 2,989.75
    }),
    "4.7": (35_412.90, {  # 14,100 / 0.39816
        "margin-for-wallet": 44_203.34,  # 17,600 / 0.39816
        "margin-twice": 31_394.41,  # (19,200 - 6,700) / 0.39816
        "free-part": 39_431.38,  # (19,200 - 3,500) / 0.39816
        "equity-zero": 35_250.00,
        "closing-fee-forgotten": 35_391.57,  # 14,100 / 0.3984
    }),
    "4.8": (-0.8198, {  # 40 x (0.975 / 0.9954 - 1)
        "equity-zero": -1.0,
        "move-for-roe": -0.0205,
        "left-for-lost": 0.1802,
        "closing-fee-forgotten": -0.8434,  # 40 x (0.975 / 0.996 - 1)
    }),
    "5.1": (2.08, {  # 10,400 x 0.0002
        "funding-on-margin": 0.08,  # 416 x 0.0002
        "leverage-twice": 52.00,
        "day-for-payment": 6.24,
    }),
    "5.2a": (50_150.69, {  # 49,920 / 0.9954
        "equity-zero": 49_920.00,
        "entry-value": 50_159.20,  # 52,000 (1 - 0.04 + 0.0046)
        "closing-fee-forgotten": 50_120.48,  # 49,920 / 0.996
        "sides-swapped": 53_832.37,  # 10,816 / (0.2 x 1.0046)
    }),
    "5.2b": (50_464.14, {  # 30 x 2.08 / (0.2 x 0.9954) = 313.44 higher
        "fixed-wall": 50_150.69,
        "funding-on-margin": 50_163.23,  # 12.54 higher
        "requirement-constant": 50_462.69,  # 312 higher
        "payments-for-days": 51_091.02,  # 940.33 higher
        "payer-swapped": 49_837.25,  # 313.44 lower
    }),
    "5.3a": (177, {  # (416 - 47.84) / 2.08
        "until-margin-empty": 200,
        "closing-fee-forgotten": 180,
        "leverage-twice": 8,  # 0.0354 / 0.005 = 7.08
        "funding-on-margin": 4_425,
    }),
    "5.3b": (59, {
        "until-margin-empty": 66.67,
        "one-payment-a-day": 177,
        "hours-for-days": 1_416,
        "closing-fee-forgotten": 60,
    }),
    "5.4": (49_367.09, {  # 30 x 5.20 / 0.19908 = 783.60 lower
        "fixed-wall": 50_150.69,
        "funding-on-margin": 50_119.35,  # 31.34 lower
        "requirement-constant": 49_370.69,  # 780 lower
        "payments-for-days": 47_799.88,  # 2,350.81 lower
        "payer-swapped": 50_934.30,
    }),
    "5.5": (0.015, {  # 3 x 0.0002 x 25
        "payment-for-day": 0.005,
        "funding-on-margin": 0.0006,
        "leverage-twice": 0.375,
        "room-for-margin": 0.0169,  # 6.24 / 368.16
    }),
    "5.6": (16.20, {  # 27,000 x 0.0006
        "fee-on-margin": 0.54,  # 900 x 0.0006
        "both-fees": 32.40,
        "leverage-twice": 486.00,
    }),
    "5.7": (22_750, {
        "margin-for-wallet": 1_750,
        "maintenance-added": 22_854.65,  # 22,750 x 1.0046
        "maintenance-taken-off": 22_645.35,
    }),
    "5.8": (2_411.09, {  # 14,400 / 5.9724
        "call-restores": 2_436.65,  # 2,800 x (13/14 / 0.9954)^2
        "call-forgotten": 2_612.02,  # 15,600 / 5.9724
        "equity-zero": 2_400.00,
        "closing-fee-forgotten": 2_409.64,  # 14,400 / 5.976
    }),
    # Lesson 6: 4 ETH from 2,500 with 20x hold 500, so bankruptcy is 2,375 and the wall 2,385.975.
    "6.1a": (91_502.29, {  # 91,500 x 0.0001 / 4 = 2.2875
        "whole-payment": 91_509.15,
        "time-gone-for-left": 91_506.86,  # 6.8625
        "funding-turned": 91_497.71,
    }),
    "6.1b": (3.30, {  # 6,600 x 0.0005
        "funding-on-margin": 0.22,  # 440 x 0.0005
        "leverage-twice": 49.50,
        "day-for-payment": 9.90,
    }),
    "6.1c": (91_455.00, {
        "mean-for-median": 91_445.76,  # 274,337.2875 / 3
        "last-for-mark": 91_380.00,
        "index-for-mark": 91_502.29,
    }),
    "6.2a": (12.00, {  # 4 x (2,378 - 2,375)
        "from-the-wall": -31.90,  # 4 x (2,378 - 2,385.9755)
        "margin-forgotten": -488.00,
        "one-coin": 3.00,
        "rest-returned": 0.00,
    }),
    "6.2b": (3_303.96, {
        "one-fee": 3_301.98,
        "fee-on-margin": 3_300.26,  # 2 x 0.264 / 2
        "sides-swapped": 3_296.04,
    }),
    "6.2c": (-52.00, {  # 4 x (2,362 - 2,375)
        "from-the-wall": -95.90,
        "margin-forgotten": -552.00,
        "one-coin": -13.00,
        "rest-returned": 0.00,
    }),
    "6.2d": (154.04, {  # 400 + 34.04 - 280
        "requirement-still": 153.33,  # 2 x (3,700 - 7,280 / 2.0092)
        "equity-zero": 120.00,
        "closing-fee-forgotten": 149.60,
        "kappa-turned": 85.96,
        "whole-margin": 434.04,
    }),
    "6.2e": (500.00, {
        "hole-mine": 506.00,  # 4 x 126.50
        "fund-for-trader": 494.00,
        "wallet-for-margin": 3_000.00,
    }),
    "6.4b": (69_679.47, {  # 7,000 / 0.10046
        "margin-for-wallet": 52_259.61,  # 5,250 / 0.10046
        "equity-zero": 70_000.00,
        "closing-fee-forgotten": 69_721.12,  # 7,000 / 0.1004
        "kappa-turned": 70_323.49,  # 7,000 / 0.09954
        "sides-swapped": 30_138.64,  # 3,000 / 0.09954
        "short-mirrored": 69_861.36,  # 100,000 - 30,138.64
    }),
    "6.5a": (0.0667, {  # 120 / 1,800
        "leverage-twice": 0.0067,
        "risk-over-value": 0.002,
        "notional-margin-swapped": 0.02,
    }),
    "6.5b": (2_854.80, {  # 2,841.667 / 0.9954
        "equity-zero": 2_841.67,
        "entry-value": 2_855.93,
        "closing-fee-forgotten": 2_853.08,
        "kappa-turned": 2_828.65,
        "sides-swapped": 3_342.96,  # 3,358.333 / 1.0046
    }),
    "6.5c": (139.40, {  # 58,200 x 0.995 = 57,909; 2,091 / 15
        "filled-at-stop": 120.00,
        "gap-turned": 100.60,  # 58,491; 1,509 / 15
        "leverage-twice": 1_394.00,
    }),
    # Lesson 7: 0.2 x 0.9954 = 0.19908; the requirement of ETH is 46.00, at 2,250 it is 41.40.
    "7.1a": (35_392.81, {  # 7,046 / 0.19908
        "others-maintenance": 35_161.74,  # 7,000 / 0.19908
        "margin-behind-cross": 45_207.96,  # 9,000 / 0.19908
        "equity-zero": 35_000.00,
        "free-part": 40_415.91,  # (10,000 - 2,954 + 1,000) / 0.19908
    }),
    "7.1b": (72, {  # (200 - 27.60) / 2.40 = 71.83
        "until-margin-empty": 84,  # 83.33
        "closing-fee-forgotten": 74,  # (200 - 24) / 2.40 = 73.33
        "leverage-twice": 3,  # 172.40 / 72
        "funding-on-margin": 2_155,  # 172.40 / 0.08
    }),
    "7.2": (40_392.81, {  # 8,041.40 / 0.19908
        "others-result": 35_369.70,  # 7,041.40 / 0.19908
        "others-maintenance": 40_184.85,  # 8,000 / 0.19908
        "others-doubled": 45_415.91,  # 9,041.40 / 0.19908
        "margin-behind-cross": 45_207.96,
    }),
    "7.3a": (0.1461, {  # 2,908 / 19,908
        "one-at-a-time": 0.2921,  # 2,908 / 9,954
        "equity-zero": 0.15,
        "margin-behind-cross": 0.0958,  # 1 - 0.9 / 0.9954
        "closing-fee-forgotten": 0.1466,  # 2,920 / 19,920
    }),
    "7.3b": (641.40, {  # 1,000 + 41.40 - 400
        "requirement-still": 644.36,  # 0.2 x (9,600 / 0.19908 - 45,000)
        "equity-zero": 600.00,
        "closing-fee-forgotten": 636.00,  # 1,000 + 36 - 400
        "kappa-turned": 558.60,  # 1,000 - 41.40 - 400
        "whole-margin": 1_041.40,
    }),
    "7.4": (0.1270, {  # 2,908 / (23,000 x 0.9954)
        "slower-alike": 0.1461,
        "faster-fall": 0.1651,  # 1.3 x 12.7019
        "equity-zero": 0.1304,  # 3,000 / 23,000
        "one-at-a-time": 0.2921,
    }),
    "7.5a": (108_695.65, {  # 50 / 0.00046
        "both-legs-charged": 54_347.83,
        "closing-fee-forgotten": 125_000.00,
        "cross-hedge-apart": 50_268.76,  # 5,050 / 0.10046
    }),
    "7.5b": (3_623.33, {  # 7,280 / 2.0092
        "equity-zero": 3_640.00,
        "entry-value": 3_623.90,  # 3,640 - 0.0046 x 3,500
        "closing-fee-forgotten": 3_625.50,  # 7,280 / 2.008
        "kappa-turned": 3_656.82,  # 7,280 / 1.9908
        "sides-swapped": 3_375.53,  # 6,720 / 1.9908
        "short-mirrored": 3_624.47,  # 7,000 - 3,375.53
    }),
    "7.5c": (54_347.83, {  # 50 / 0.00092
        "one-leg-charged": 108_695.65,
        "closing-fee-forgotten": 62_500.00,
        "cross-hedge-apart": 50_268.76,
    }),
    # Lesson 8: two tiers at 0.46 % and 0.56 %, the second takes off 200.
    "8.1a": (2_320, {  # 920 + 1,400
        "offset-forgotten": 2_520,  # 450,000 x 0.0056
        "first-tier-rate": 2_070,  # 450,000 x 0.0046
        "closing-fee-forgotten": 2_050,  # 800 + 1,250
    }),
    "8.1b": (0.024, {  # 3 x 0.0004 x 20
        "payment-for-day": 0.008,
        "funding-on-margin": 0.0012,
        "leverage-twice": 0.48,
        "room-for-margin": 0.0264,  # 10.08 / 381.36
    }),
    "8.2a": (105_021.45, {  # 313,300 / 2.9832
        "offset-forgotten": 105_088.50,  # 313,500 / 2.9832
        "first-tier-rate": 104_982.92,  # 313,500 / 2.9862
        "closing-fee-forgotten": 104_958.12,  # 313,300 / 2.985
        "equity-zero": 104_500.00,
    }),
    "8.2b": (3_366.67, {  # 7,500 + 2,000 - 6,133.33
        "down-to-maintenance": 7_076.80,  # 7,500 - 423.20
        "equity-to-maintenance": 9_076.80,
        "down-to-rate": 7_132.00,  # 7,500 - 368
        "entry-for-mark": 3_500.00,
        "profit-forgotten": 1_366.67,
    }),
    "8.3a": (94_936.71, {  # 189,000 / 1.9908
        "tier-at-entry": 94_931.62,  # 188,800 / 1.9888
        "offset-forgotten": 95_032.18,  # 189,000 / 1.9888
        "closing-fee-forgotten": 94_879.52,  # 189,000 / 1.992
        "equity-zero": 94_500.00,
    }),
    "8.3b": (11.87, {  # 1 / (1 - 0.92 x 0.9954)
        "equity-zero": 12.50,
        "entry-value": 11.82,  # 1 / 0.0846
        "closing-fee-forgotten": 11.95,  # 1 / (1 - 0.92 x 0.996)
        "kappa-turned": 13.20,  # 1 / (1 - 0.92 x 1.0046)
        "sides-swapped": 11.77,  # 1 / (1.08 x 1.0046 - 1)
    }),
    "8.4a": (50, {  # 50,000 x 0.1 %
        "rate-for-offset": 250,
        "first-tier-rate": 200,
        "tier-above": 1_300,
    }),
    "8.4b": (3_434.20, {  # 69,000 / 20.092
        "margin-for-wallet": 3_284.89,  # 66,000 / 20.092
        "equity-zero": 3_450.00,
        "closing-fee-forgotten": 3_436.25,  # 69,000 / 20.08 = 3,436.2549
        "kappa-turned": 3_465.94,  # 69,000 / 19.908
        "sides-swapped": 2_561.78,  # 51,000 / 19.908
        "short-mirrored": 3_438.22,
    }),
    "8.4c": (1_300, {  # 50 + 250,000 x 0.5 %
        "offset-not-carried": 1_250,
        "rise-from-first": 1_500,  # 250,000 x 0.6 %
        "rate-for-offset": 2_500,
    }),
    "8.5": (16_000, {  # 1,200,000 / 75
        "first-tier-rate": 8_000,
        "leverage-by-slices": 12_000,  # 1,333.33 + 8,000 + 2,666.67
        "maintenance-for-least": 6_920,  # 9,120 - 2,200
    }),
    "8.6": (1_300_000, {  # 1,500,000 - 200,000
        "one-tier-a-step": 500_000,
        "all-at-once": 1_500_000,
        "share-first": 300_000,
    }),
    "9.1a": (45_207.00, {  # 30,138 / (1/6 + 1/2)
        "linear-for-inverse": 40_184.85,  # 20,000 / 0.4977
        "equity-zero": 45_000.00,
        "kappa-turned": 44_793.00,  # 29,862 x 3/2
        "closing-fee-forgotten": 45_180.00,  # 30,120 x 3/2
    }),
    "9.1b": (-0.9353, {  # 15 x (14/15 / 0.9954 - 1)
        "equity-zero": -1.0,
        "move-for-roe": -0.0624,
        "left-for-lost": 0.0647,
        "closing-fee-forgotten": -0.9438,  # 15 x (14/15 / 0.996 - 1)
    }),
    "9.2a": (89_586.00, {  # 29,862 / (1/2 - 1/6)
        "linear-for-inverse": 79_633.69,  # 40,000 / 0.5023
        "equity-zero": 90_000.00,
        "kappa-turned": 90_414.00,  # 30,138 x 3
        "sides-swapped": 45_207.00,
    }),
    "9.2b": (49_226.44, {  # 9,800 / 0.19908
        "margin-for-wallet": 64_463.20,  # 12,833.33 / 0.19908
        "margin-twice": 43_366.15,  # 8,633.33 / 0.19908
        "free-part": 55_086.73,  # 10,966.67 / 0.19908
        "equity-zero": 49_000.00,
        "closing-fee-forgotten": 49_196.79,  # 9,800 / 0.1992
    }),
    "9.3a": (-0.125, {  # 1/2 - 5/8
        "coins-at-entry-price": -0.1,  # 6,000 / 60,000
        "leverage-twice": -0.375,
        "value-for-change": 0.625,
    }),
    "9.3b": (2_100, {  # 2,600 - 5 x 100
        "margin-alone": 1_000,
        "loss-forgotten": 2_600,
        "margin-on-top": 3_600,
        "margin-spent": 600,
    }),
    "9.3c": (-6_000, {  # -0.125 x 48,000
        "coins-at-entry-price": -7_500,
        "leverage-twice": -18_000,
        "collateral-in-pnl": -8_000,  # a sixth of a coin lost 12,000 each
    }),
    "9.3d": (2_359.60, {  # 18,790 / 7.9632; a payment is 6
        "fixed-wall": 2_385.98,  # 19,000 / 7.9632
        "funding-on-margin": 2_384.66,  # 18,989.50 / 7.9632
        "requirement-constant": 2_359.73,  # 2,385.98 - 210 / 8
        "payments-for-days": 2_306.86,  # 18,370 / 7.9632
        "payer-swapped": 2_412.35,  # 19,210 / 7.9632
    }),
    "9.4": (0.0770, {  # 1 - 22,050 / 0.39816 / 60,000
        "collateral-still": 0.1210,  # 1 - 21,000 / 0.39816 / 60,000
        "ratio-on-distance": 0.0786,  # 0.65 x 0.120956
        "equity-zero": 0.08125,
    }),
    "9.5": (51_500, {  # 2,000 + 38,000 + 16,000 - 4,500
        "ratio-forgotten": 57_500,
        "one-ratio": 54_500,
        "loss-forgotten": 56_000,
    }),
    "9.6": (0.5692, {  # 14,230 / 25,000
        "equity-zero": 0.56,
        "coins-at-entry-price": 0.4447,  # 14,230 / 32,000
        "closing-fee-forgotten": 0.568,  # 14,200 / 25,000
    }),
    "10.1a": (0.1404, {  # b = ln(0.95 / 0.9954) = -0.04668, a day's spread 0.6 / 19.105 = 0.03141
        "end-alone": 0.0707,  # normal law at (-0.04668 + 0.00049) / 0.03141 = -1.471
        "equity-zero": 0.1051,  # b = ln(0.95)
        "log-drift-forgotten": 0.1372,  # twice the normal law at -0.04668 / 0.03141 = -1.486
        "year-for-horizon": 0.9576,
    }),
    "10.1b": (3_450.79, {  # 3,466.67 / 1.0046
        "equity-zero": 3_466.67,
        "entry-value": 3_451.95,
        "closing-fee-forgotten": 3_452.86,
        "kappa-turned": 3_482.69,
        "sides-swapped": 2_946.89,
        "short-mirrored": 3_453.11,  # 6,400 - 2,946.89
    }),
    "10.2a": (62.19, {  # 110.56 x 9/16
        "volatility-not-squared": 82.92,
        "volatility-turned": 196.55,  # x 16/9
        "life-by-wall": 110.56,
    }),
    "10.2b": (85, {  # 254.78 payments of 1.68: the 255th
        "until-margin-empty": 92.67,  # 278
        "one-payment-a-day": 255,
        "hours-for-days": 2_040,
        "closing-fee-forgotten": 86,  # 258
    }),
    "10.3": (3.35, {  # the wall at 0.70498 of the entry
        "another-horizon": 6.38,
        "end-alone": 3.83,  # entry x exp(-1.6449 x 0.17202 - 0.0148)
        "equity-zero": 3.39,  # 1 / (1 - 0.70498)
    }),
    "10.4a": (15.48, {  # 0.58762 x 26.3412
        "margin-for-forfeit": 176.29,
        "chance-left-out": 26.34,
        "entry-value": 16.22,  # 0.58762 x 27.60
    }),
    "10.4b": (562.10, {  # 1,500 + 62.10 - 1,000
        "requirement-still": 564.70,  # 5 x (2,812.9395 - 2,700)
        "equity-zero": 500,
        "closing-fee-forgotten": 554,
        "kappa-turned": 437.90,
        "whole-margin": 1_562.10,
    }),
    "10.5a": (0.2175, {  # 0.12780 / 0.58762
        "share-of-all": 0.1278,
        "share-turned": 0.7825,
        "any-end-right": 0.4834,  # normal law at half a spread below 0
    }),
    "10.5b": (82.81, {  # 0.0046 x 6 x 3,000.47
        "equity-zero": 0,
        "entry-value": 88.32,
        "closing-fee-forgotten": 72.01,  # 0.004 x 6 x 3,000.47
        "lost-for-left": 1_197.19,
    }),
    "10.6b": (14.88, {  # 24,800 x 0.0006
        "fee-on-margin": 0.93,
        "both-fees": 29.76,
        "leverage-twice": 238.08,
    }),
    "10.8b": (20_300, {
        "margin-for-wallet": 1_691.67,
        "maintenance-added": 20_393.38,
        "maintenance-taken-off": 20_206.62,
    }),
    "11.1a": (1.949, {  # 1 / (1 - 0.48905 x 0.9954)
        "equity-zero": 1.957,  # 1 / 0.51095
        "kappa-turned": 1.966,
        "left-for-lost": 2.045,  # 7353 / 3596
        "fall-from-low": 0.957,  # 3596 / 3757
    }),
    "11.1b": (61_595.34, {  # 256 / (0.5 x 0.9954) = 514.37 higher than 30,400 / 0.4977
        "fixed-wall": 61_080.97,
        "funding-on-margin": 61_106.69,  # 12.80 / 0.4977 = 25.72 higher
        "requirement-constant": 61_592.97,  # 256 / 0.5 = 512 higher
        "payments-for-days": 62_624.07,  # 1,543.10 higher
        "payer-swapped": 60_566.61,
    }),
    "11.1c": (5.753, {  # 1 / (1 - 0.83 x 0.9954) = 1 / 0.173818
        "equity-zero": 5.882,  # 1 / 0.17
        "kappa-turned": 6.017,  # 1 / 0.166182; 6.0175 on the edge
        "left-for-lost": 1.205,
        "closing-fee-forgotten": 5.770,  # 1 / (1 - 0.83 x 0.996)
    }),
    "11.2a": (0.1011, {  # 9,563 / 94,563
        "equity-zero": 0.1053,
        "margin-behind-cross": 0.0958,  # 9,063 / 94,563
        "entry-value": 0.1007,  # 9,563 / 95,000
        "closing-fee-forgotten": 0.1017,  # 9,620 / 94,620
    }),
    "11.2b": (735.40, {  # 2,000 + 110.40 - 1,375
        "requirement-still": 732.03,  # 24,000 - 23,375 / 1.0046
        "equity-zero": 625,
        "closing-fee-forgotten": 721,  # 2,000 + 96 - 1,375
        "kappa-turned": 514.60,
        "whole-margin": 2_110.40,
    }),
    "11.2c": (0.0776, {  # 7,150 / 92,150
        "entry-value": 0.0753,  # 0.10526 - 0.03
        "margin-behind-cross": 0.0722,  # 6,650 / 92,150
        "loss-forgotten": 0.1085,  # 10,000 / 92,150
        "closing-fee-forgotten": 0.0770,
    }),
    "11.3b": (0.9584, {  # 0.9 / 0.9954 x 0.0046 x 10 = 0.04159 is left
        "printed-for-true": 0.9,
        "equity-zero": 1.0,
        "entry-value": 0.954,  # 1 - 0.0046 x 10
        "left-for-lost": 0.0416,
    }),
    "11.3c": (9_600, {
        "margin-for-wallet": 960,
        "maintenance-added": 9_644.16,  # 9,600 x 1.0046
        "maintenance-taken-off": 9_555.84,
    }),
    "11.3e": (91, {  # 454 / 5 = 90.8
        "until-margin-empty": 100,
        "printed-for-true": 33,
        "closing-fee-forgotten": 92,  # 460 / 5
    }),
    "11.3f": (2_240, {
        "margin-alone": 540,  # 900 - 360
        "loss-forgotten": 2_600,
        "margin-on-top": 3_140,
        "margin-spent": 1_340,
    }),
    "11.3h": (0.42, {  # 420 / 1,000
        "move-for-roe": 0.03,
        "margin-at-mark": 0.4078,  # 420 / 1,030
        "leverage-twice": 5.88,
    }),
}  # fmt: skip
FORMULAS_BY_HAND: dict[str, tuple[list[str], dict[str, list[str]]]] = {
    "2.5": (
        [
            "(M + q*E)/(q*(1 + kappa))",
            "(q*E + M) / q / (1 + κ)",
            "(M/q + E)/(1 + m + f)",
            "-(M + q*E)/(q*(-1 - kappa))",
            "E*(1 + 1/L)/(1 + kappa)",
            "(M + q^2*E/q) * (q + q*kappa)**-1",
        ],
        {
            "equity-zero": ["(M + q*E)/q", "E + M/q", "E*(1 + 1/L)"],
            "entry-value": ["E + M/q - kappa*E"],
            "closing-fee-forgotten": ["(M + q*E)/(q*(1 + m))"],
            "kappa-turned": ["(M + q*E)/(q*(1 - kappa))"],
            "sides-swapped": ["(q*E - M)/(q*(1 - kappa))"],
            "short-mirrored": ["2*E - (q*E - M)/(q*(1 - kappa))"],
            "distance-for-price": ["(M + q*E)/(q*(1 + kappa)) - E"],
        },
    ),
}


CHOICES_BY_HAND: dict[str, tuple[str, dict[str, str]]] = {
    "0.2": ("cross", {  # 200 of margin, 1,000 in the wallet
        "isolated-without-cap": "both",
        "margin-at-stake-only": "neither",
    }),
    "0.3": ("same", {  # 5,000 x 0.0006 = 3 for both
        "fee-on-margin": "first",  # 0.60 against 0.15
        "leverage-twice": "second",  # 15 against 60
    }),
    "0.4": ("open", {"last-for-mark": "closed"}),  # 45,000 / 0.9954
    "0.5": ("less", {  # 1 - 0.98 / 0.9954 = 1.55 %
        "equity-zero": "exactly",
        "kappa-turned": "more",  # 1 - 0.98 / 1.0046 = 2.45 %
    }),
    "0.6": ("above", {"sides-swapped": "below"}),  # 42,000 / 1.0046
    "0.7": ("stays", {  # 1,000 / 0.04977 at both
        "leverage-in-cross-wall": "nearer",  # 1,600 and 1,900 over 0.04977
        "free-part": "farther",  # 1,400 and 1,100 over 0.04977
    }),
    "0.8": ("more", {  # 750 instead of 500
        "chance-for-stake": "less",
        "added-out-of-reach": "same",
    }),
    "0.9": ("nearer", {  # 36 payments of 0.50
        "fixed-wall": "stays",
        "payer-swapped": "farther",
    }),
    "0.10": ("fund", {  # a loss of 1,100, a margin of 1,000
        "hole-mine": "trader",
    }),
    "0.11": ("nearer", {  # 400 of loss in 2,500
        "fixed-wall": "stays",
        "others-turned": "farther",
    }),
    "6.4a": ("lower", {  # walls 57,600 / 0.9954 = 57,866.18 and 58,800 / 0.9954 = 59,071.73
        "stop-always-first": "both",
        "stop-by-leverage": "neither",
        "sides-swapped": "higher",
    }),
    "6.3": ("blue", {  # 0.15, 0.32, -0.222
        "highest-roi": "red",
        "loser-first": "grey",
    }),
    # 12,500 lost, and the half bitcoin is worth 12,500
    "0.13": ("closed", {"collateral-still": "open"}),
    "0.12": ("more", {"first-tier-rate": "exactly"}),  # 8 x 230 = 1,840; 2,240 - 200
    "0.15": ("more", {"end-alone": "exactly"}),  # 26 % end below 48,975.29, 51 % meet it
    "0.14": ("closed", {"equity-zero": "open"}),  # 25,000 / 0.9954 = 25,115.53
    # What a large simulation found (tests/data/model-risk.json): 0.10 and 0.40 % in a day,
    # 22.0 and 19.6 % in a week.
    "10.8a": ("fat tails", {"usual-for-rare": "bell", "variance-decides": "same"}),
    "10.8c": ("bell", {"tails-always": "fat tails", "variance-decides": "same"}),
    "11.3a": ("true", {  # 4,000 / 0.09954 at every leverage
        "doubt-for-disproof": "false",
        "depends-always": "depends",
        "run-left-out": "no source",
    }),
    "11.3d": ("depends", {  # at most 600 with the call off, 2,000 with it on
        "printed-for-true": "true",
        "doubt-for-disproof": "false",
        "run-left-out": "no source",
    }),
    "11.3g": ("no source", {
        "printed-for-true": "true",
        "doubt-for-disproof": "false",
        "depends-always": "depends",
    }),
    "3.5a": ("isolated", {  # margin 0.05 x 60,000 / 10 = 300
        "margin-at-stake-only": "cross",
        "isolated-without-cap": "neither",
    }),
    "3.5b": ("cross", {  # walls 54,249.55 and 30,138.64
        "isolated-for-safe": "isolated",
        "margin-behind-cross": "neither",
    }),
    "3.5c": ("cross", {  # the long's own wall stands at 54,249.55; together they lose nothing
        "isolated-hedge-as-one": "isolated",
        "cross-hedge-apart": "neither",
    }),
    "3.5d": ("isolated", {  # 54,249.55 to 48,221.82; 30,138.64 stays
        "leverage-in-cross-wall": "cross",
        "leverage-as-label": "neither",
    }),
    "3.5e": ("neither", {  # 57,000 is above both walls: 1,500 + 0.05 x 6,000 in both modes
        "more-profit-isolated": "isolated",
        "more-profit-cross": "cross",
    }),
}  # fmt: skip


Body = Callable[..., float]
FUNCTIONS_BY_HAND: dict[str, tuple[list[Body], dict[str, list[Body]]]] = {
    "2.6": (
        [
            lambda d, q, e, m, k: (m - d * q * e) / (q * (k - d)),
            lambda d, q, e, m, k: (q * e - m) / (q - k * q) if d > 0 else (q * e + m) / (q + k * q),
        ],
        {
            "equity-zero": [lambda d, q, e, m, k: e - d * m / q],
            "entry-value": [lambda d, q, e, m, k: e * (1 + d * k) - d * m / q],
            "kappa-turned": [lambda d, q, e, m, k: (e - d * m / q) / (1 + d * k)],
            "side-left-out": [lambda d, q, e, m, k: (e - m / q) / (1 - k)],
            "sides-swapped": [lambda d, q, e, m, k: (e + d * m / q) / (1 + d * k)],
            "distance-for-price": [lambda d, q, e, m, k: (e - d * m / q) / (1 - d * k) - e],
        },
    ),
    "10.6a": (
        [
            lambda a, b, w, v, h: exp(-2 * log(a / w) * log(b / w) / (v**2 * h / 8_760)),
            lambda a, b, w, v, h: (w / b) ** (17_520 * log(a / w) / (v * v * h)),
        ],
        {"between-marks-missed": [lambda a, b, w, v, h: 0.0]},
    ),
    "10.7": (
        [
            lambda d, w, v, h: w * exp(-d * 0.5826 * v * sqrt(h / 8_760)),
            lambda d, w, v, h: w / exp(0.5826 * v * (h / 365 / 24) ** 0.5) ** d,
        ],
        {
            "marks-turned": [lambda d, w, v, h: w * exp(d * 0.5826 * v * sqrt(h / 8_760))],
            "side-left-out": [lambda d, w, v, h: w * exp(-0.5826 * v * sqrt(h / 8_760))],
            "time-not-rooted": [lambda d, w, v, h: w * exp(-d * 0.5826 * v * h / 8_760)],
            "hours-for-years": [lambda d, w, v, h: w * exp(-d * 0.5826 * v * sqrt(h))],
        },
    ),
}


def by_hand(item: Item) -> tuple[object, Mapping[str, object]]:
    """What was worked out by hand for an exercise: right answers, and those of each wrong idea."""
    if item.id in FINAL_BY_HAND:
        return worked(item)
    known = BY_HAND | FORMULAS_BY_HAND | CHOICES_BY_HAND | FUNCTIONS_BY_HAND
    found: tuple[object, Mapping[str, object]] = known[item.id]
    return found


def ways_to_write(answer: float, unit: str) -> Iterator[object]:
    """The same answer as a learner may hand it in."""
    exact = Fraction(str(answer))
    yield from (answer, exact, str(answer))
    if unit in ("percent", "move"):
        percent = exact * 100
        yield from (show(exact, "move"), f"{float(percent):.2f} %", f"{float(percent):.2f}%")
    elif unit in ("x", "leverage"):
        yield from (f"{answer}x", f"{answer} x")
    elif unit == "size":
        yield from (f"{answer:.4f}", f" {answer} ")
    elif unit == "count":
        yield from (f"{answer:,.2f}", f" {answer} ")
    else:
        yield from (f"${answer:,.2f}", f"{answer:,.2f}", f"{answer:.2f} USDT", f"$ {answer:,.2f}")


def writings(item: Item, answer: object) -> list[object]:
    """An answer worked out by hand as learners may hand it in."""
    match item:
        case Number():
            assert isinstance(answer, int | float)
            return list(ways_to_write(answer, item.unit))
        case Choice():
            return [answer, str(answer).upper(), f" {answer} ", f"{answer}."]
        case Function():
            assert isinstance(answer, list)
            return [f for body in answer for f in ways_to_define(body, item.parameters)]
    assert isinstance(answer, list)
    return answer


def ways_to_define(body: Body, parameters: tuple[str, ...]) -> Iterator[Body]:
    """The same function as learners may define it: other names, ours in another order, defaults."""
    yield body
    yield lambda *numbers: body(*numbers)
    yield lambda **numbers: body(*(numbers[name] for name in parameters))
    yield lambda kappa=0.0, **numbers: body(*({**numbers, "kappa": kappa}[n] for n in parameters))


def failures(item: Item) -> list[str]:
    """What goes wrong when the answers worked out by hand are handed in."""
    right, wrong = by_hand(item)
    given: list[tuple[object, str]] = [(way, "") for way in writings(item, right)]
    for idea, answer in wrong.items():
        given += [(way, idea) for way in writings(item, answer)]
    found = []
    for answer, idea in given:
        verdict = BOOK.judged(item, answer)
        wanted = ("this looks like", idea) if idea else ("correct", "")
        if (verdict.kind, verdict.idea) != wanted:
            found.append(f"{item.id}: {answer!r} gave {verdict.kind} {verdict.idea}, not {wanted}")
        elif idea and CURES[item.id, idea] not in verdict.text:
            found.append(f"{item.id}: {answer!r} is not told how {idea} is cured")
    return found


@every_item
def test_truth_is_correct_and_each_wrong_idea_gets_its_own_diagnosis(item: Item) -> None:
    assert failures(item) == []


@every_item
def test_the_code_that_solves_it_is_judged_correct(item: Item) -> None:
    said: list[tuple[str, str]] = []
    exec(item.solved, {"check": lambda e, answer: said.append((e, BOOK.judged(item, answer).kind))})
    assert said == [(item.id, "correct")]


@every_item
def test_all_wrong_ideas_were_worked_out_by_hand(item: Item) -> None:
    assert set(by_hand(item)[1]) == {wrong.idea for wrong in item.wrong}


@every_item
def test_removing_a_wrong_idea_is_noticed(item: Item) -> None:
    for at in range(len(item.wrong)):
        without = item.wrong[:at] + item.wrong[at + 1 :]
        assert failures(replace(item, wrong=without)), f"{item.wrong[at].idea} is not missed"


@every_item
def test_swapping_two_wrong_ideas_is_noticed(item: Item) -> None:
    for a, b in combinations(range(len(item.wrong)), 2):
        first, second = item.wrong[a], item.wrong[b]
        ideas = list(item.wrong)
        ideas[a] = replace(first, formula=second.formula)
        ideas[b] = replace(second, formula=first.formula)
        assert failures(replace(item, wrong=tuple(ideas))), f"{first.idea}, {second.idea}"
        swapped_cures = list(item.wrong)
        swapped_cures[a] = replace(first, cure=second.cure)
        swapped_cures[b] = replace(second, cure=first.cure)
        if first.cure != second.cure:
            assert failures(replace(item, wrong=tuple(swapped_cures)))


@every_item
@pytest.mark.parametrize("blank", [____, None, ..., "", "  ", "____"], ids=repr)
def test_blank_is_not_tried(item: Item, blank: object) -> None:
    assert BOOK.judged(item, blank).kind == "not tried"


@every_number
def test_right_and_wrong_answers_lie_more_than_three_tolerances_apart(item: Number) -> None:
    # By size: a wrong idea is recognised with either sign.
    sizes = [abs(item.answer), *(abs(number) for _, number in item.wrong_answers)]
    assert min(abs(a - b) for a, b in combinations(sizes, 2)) > 3 * item.tolerance


@every_choice
def test_every_wrong_word_has_exactly_one_diagnosis(item: Choice) -> None:
    words = [item.answer, *(word for _, word in item.wrong_answers)]
    assert sorted(words) == sorted(item.options)


@every_choice
def test_a_choice_of_the_solution_is_told_and_is_among_the_words(item: Choice) -> None:
    last = re.findall(r"\*\*([^*]*)\*\*", item.solution)[-1]
    assert last == item.truth(item.other)
    assert last in item.options


@every_function
def test_right_and_wrong_functions_part_by_more_than_three_tolerances(item: Function) -> None:
    truths = [point.truth for point in item.points]
    columns = [truths, *zip(*(point.wrong for point in item.points), strict=True)]
    for one, other in combinations(columns, 2):
        apart = [abs(abs(a) - abs(b)) / abs(t) for a, b, t in zip(one, other, truths, strict=True)]
        assert max(apart) > 3 * TOLERANCE


@pytest.mark.parametrize(
    "item",
    [item for item in EXERCISES.values() if isinstance(item, Function) and item.within],
    ids=lambda item: item.id,
)
def test_what_is_simulated_is_told_from_what_a_wrong_idea_gives(item: Function) -> None:
    assert item.within
    [right, *_], _ = FUNCTIONS_BY_HAND[item.id]
    for draw in range(20):
        for point in replace(item, draw=draw).points[::6]:
            at = {name: float(number) for name, number in point.letters.items()}
            share = item.within.run(
                lambda step: right(**dict(zip("abwvh", step.values(), strict=True))), at
            )
            # Whoever is right is never near the edge, in any draw; and both are far from each other.
            assert abs(Fraction(share) - point.truth) < point.error / 2
            assert all(abs(number - point.truth) > 2 * point.error for number in point.wrong)


@every_function
def test_the_solution_of_a_function_is_about_another_one(item: Function) -> None:
    [returned] = re.findall(r"returns `([^`]*)`", item.solution)
    assert value(tree(returned, item.parameters), item.points[0].letters) != item.points[0].truth


@every_expression
def test_right_and_wrong_formulas_differ_at_every_point(item: Expression) -> None:
    for point in item.points:
        values = [point.truth, *point.wrong]
        assert len({abs(number) for number in values}) == len(values)


@every_number
def test_a_number_has_at_least_three_wrong_ideas(item: Number) -> None:
    assert len(item.wrong) >= 3


@every_item
def test_ideas_of_an_item_have_different_names(item: Item) -> None:
    ideas = [wrong.idea for wrong in item.wrong]
    assert len(set(ideas)) == len(ideas)


@every_item
def test_a_cure_is_one_sentence(item: Item) -> None:
    for wrong in item.wrong:
        assert wrong.cure.endswith(".")
        assert not re.search(r"[.!?] [A-Z]", wrong.cure), wrong.cure


@pytest.mark.parametrize("item", ITEMS.values(), ids=lambda item: item.id)
def test_a_cure_points_to_a_heading_of_the_lesson(item: Item) -> None:
    source = (ROOT / "lessons" / "src" / f"{item.taught_in}.md").read_text(encoding="utf-8")
    headings = set(re.findall(r"^#+ +(.*?) *$", source, re.MULTILINE))
    assert {wrong.see for wrong in item.wrong} <= headings


def numbers_in(text: str) -> set[str]:
    return {n.rstrip(".,").replace(",", "") for n in re.findall(r"\d[\d,]*(?:\.\d+)?", text)}


@every_number
def test_no_hint_holds_the_answer(item: Number) -> None:
    for decimals in range(5):
        answer = f"{abs(float(item.answer)):.{decimals}f}"
        percent = f"{abs(float(item.answer)) * 100:.{decimals}f}"
        said = numbers_in(" ".join(item.hints)) - {"0", "1"}
        assert not {answer, percent} & said


@every_choice
def test_no_hint_names_the_right_word_alone(item: Choice) -> None:
    for hint in item.hints:
        named = {option for option in item.options if re.search(rf"\b{option}\b", hint.casefold())}
        assert named != {item.answer}


@every_sampled
def test_no_hint_holds_the_formula(item: Sampled) -> None:
    point = item.points[0]
    for span in re.findall(r"`([^`]*)`", " ".join(item.hints)):
        try:
            read = tree(span, point.letters)
        except Unreadable:  # it holds the unknown
            continue
        assert value(read, point.letters) != point.truth


@every_item
def test_there_are_three_different_hints(item: Item) -> None:
    assert len(set(item.hints)) == 3


# What the final asks again has the words of its exercise, and may share a number with its solution.
@pytest.mark.parametrize(
    "item",
    [item for item in EXERCISES.values() if item.notebook != "final" or not item.repeats],
    ids=lambda item: item.id,
)
def test_prompt_is_written_from_the_numbers_of_the_item(item: Item) -> None:
    # With other numbers the prompt is another one; nothing that it says twice is typed.
    kept = numbers_in(item.ask(item.given)) & numbers_in(item.ask(item.other))
    assert kept <= {"12.34", "0.1234", "2", "0.06"}, "only examples and the common fee stay"
    assert item.ask(item.other) != item.ask(item.given)


@every_item
def test_no_hint_and_no_cure_needs_another_exercise(item: Item) -> None:
    """In a review, and where an exercise is asked again, the others are not on the page."""
    for text in (*item.hints, *(wrong.cure for wrong in item.wrong)):
        assert not re.search(r"\bexercise\b|\b\d+\.\d+[a-z]\b", text)


@every_number
def test_a_question_says_in_one_way_how_to_write_a_share_or_what_is_not_whole(item: Number) -> None:
    question = item.ask(item.given)
    assert not re.search(r"in per ?cent|decimals", question.split("\n\n")[-1])
    said = item.prompt.removeprefix(question)
    whole = Fraction(item.truth(item.given)) % 1 == 0
    assert bool(said) == (item.is_share or not whole)
    assert (
        item.is_share or whole or said in {" Two decimals.", " Three decimals.", " Four decimals."}
    )


@pytest.mark.parametrize("said", SHARES.values())
def test_a_share_may_be_written_as_its_examples_are(said: str) -> None:
    text, fraction = re.findall(r"`([^`]*)`", said)
    written = quantity(text.strip('"'))
    assert written.mark == "%"
    assert written.value / 100 == quantity(fraction).value


@every_number
def test_solution_has_other_numbers_and_ends_with_their_answer(item: Number) -> None:
    last = re.findall(r"\*\*([^*]*)\*\*", item.solution)[-1]
    other = Fraction(item.truth(item.other))
    units = ("price", "money", "move", "percent", "size", "leverage")
    assert last in {show(other, unit) for unit in units}
    assert abs(other - item.answer) > 100 * item.tolerance
    for text in {show(item.answer, unit) for unit in ("price", "money", "move")}:
        assert text not in item.solution


@every_expression
def test_solution_of_a_formula_solves_another_one(item: Expression) -> None:
    other = {point.letters["d"] for point in item.points}
    assert Fraction(item.other.side) not in other


def divisions(solution: str) -> list[tuple[str, ...]]:
    """Each division in a solution: numerator, denominator, result and its percent sign."""
    text = solution.replace("*", "").replace("−", "-").replace("\u202f", "")
    return re.findall(r"(-?[\d,.]+\d) / ([\d,.]+\d) = (-?[\d,.]+\d)(%?)", text)


@every_item
def test_every_division_in_a_solution_comes_out(item: Item) -> None:
    found = divisions(item.solution)
    for top, bottom, result, percent in found:
        quotient = Fraction(top.replace(",", "")) / Fraction(bottom.replace(",", ""))
        # Half a unit of the last digit printed, and what rounding the numerator to cents can do.
        shown = Fraction(result.replace(",", "")) / (100 if percent else 1)
        assert abs(quotient - shown) <= Fraction("0.0051") / (100 if percent else 1)
    assert found or not isinstance(item, Number)


@every_item
def test_texts_hold_only_the_marks_that_a_card_can_show(item: Item) -> None:
    for text in (item.prompt, item.solution, *item.hints, *(w.cure for w in item.wrong)):
        assert text.count("`") % 2 == 0
        assert text.count("**") % 2 == 0
        assert not re.search(r"^#|^[-*] |\]\(", text, re.MULTILINE)


def test_the_published_answers_of_lesson_two_stand() -> None:
    published = {"2.1": "2,385.98", "2.2": "2,612.98", "2.3a": "43.90", "2.4": "18.39"}
    assert {i: show(ITEMS[i].answer, "price") for i in published} == published
    assert show(ITEMS["2.3b"].answer, "move") == "−91.22\u202f%"


# ---- the usual slips, and how people round ----------------------------------------------------


# What beginners typed and no idea explained, worked out by hand: exercise, answer, slip.
@pytest.mark.parametrize(
    ("exercise", "answer", "idea"),
    [
        ("1.2", 600, "percent-for-fraction"),  # 0.06 x 10,000
        ("2.1", 4_398.15, "percent-for-fraction"),  # 9,500 / (4 x 0.54)
        ("5.1", 208, "percent-for-fraction"),  # 0.02 x 10,400
        ("1.3b", 200, "amount-for-share"),  # 4 x 50
        ("2.3b", -456.10, "amount-for-share"),
        ("5.5", 6.24, "amount-for-share"),  # 3 x 2.08
        ("5.2b", 50_232, "requirement-forgotten"),  # (10,400 - 416 + 62.40) / 0.2
        ("5.3a", 178, "off-by-one"),
        ("5.3a", 176, "off-by-one"),
        ("3.1b", 55_254.17, "other-exercise"),  # that of 3.1a
        ("3.1a", 54_249.55, "lesson-number"),  # 54,000 / 0.9954: its story at 10x
        ("4.4b", 40_184.85, "lesson-number"),  # 40,000 / 0.9954: its story, with all 2,000
        ("2.1", 54_249.55, "lesson-number"),  # 54,000 / 0.9954: its story at 10x
        ("2.1", 59_674.50, "lesson-number"),  # 59,400 / 0.9954: its mark at 100x
        ("3.3", 6_000, "lesson-number"),  # 0.1 x 60,000
        ("4.3", 300, "lesson-number"),  # 900 - 600
        ("4.5a", 51_386.4, "last-paid-for-entry"),
        ("2.1", "2,386.5", "entry-value"),
        ("2.1", "2,364.1", "kappa-turned"),
        ("2.1", 2_612, "sides-swapped"),
    ],
)
def test_a_usual_slip_gets_its_diagnosis(exercise: str, answer: object, idea: str) -> None:
    verdict = BOOK.judged(ITEMS[exercise], answer)
    assert (verdict.kind, verdict.idea) == ("this looks like", idea)


@every_number
def test_no_slip_of_any_exercise_goes_without_a_word(item: Number) -> None:
    for slip in BOOK.slips(item):
        verdict = BOOK.judged(item, slip.number)
        said = (verdict.kind, verdict.idea, slip)
        assert verdict.kind in ("this looks like", "almost", "correct"), said
        assert verdict.kind != "this looks like" or verdict.idea, said


@every_number
def test_a_slip_is_told_in_one_sentence_without_the_answer(item: Number) -> None:
    told = {slip.idea: slip.cure for slip in BOOK.slips(item)}
    for idea, cure in told.items():
        assert cure.endswith("."), idea
        assert not re.search(r"\. [A-Z]", cure), idea
        assert (
            show(item.answer, "move" if item.unit in ("move", "percent") else "price") not in cure
        )


@every_number
def test_a_wrong_number_rounded_as_people_round_is_still_recognised(item: Number) -> None:
    for wrong, number in item.wrong_answers:
        for unit in (item.tolerance * 20, item.tolerance * 200):
            for steps in (round(number / unit), int(number / unit)):
                typed = steps * unit
                if (item.id, wrong.idea, typed) == ("F.2", "entry-value", Fraction("143.3")):
                    continue  # 143.34 in short, and the right answer as well, which is 143.3025
                if typed and abs(typed - number) <= abs(number) / 50:
                    verdict = BOOK.judged(item, typed)
                    assert verdict.kind in ("this looks like", "almost"), (wrong.idea, float(typed))


@every_number
def test_a_price_on_the_step_of_its_exchange_is_almost_right(item: Number) -> None:
    trade = getattr(item.given, "trade", item.given)
    steps = getattr(trade, "base", "") == "BTC"  # whose step Bitget's page tells
    if item.unit != "price" or not steps:
        assert item.displayed is None
        return
    assert item.displayed is not None
    assert item.displayed % Fraction("0.1") == 0
    assert 0 <= trade.side * (item.displayed - item.answer) < Fraction("0.1")  # never too far away
    for typed in (item.displayed, f"{float(item.displayed):,.1f}"):
        verdict = BOOK.judged(item, typed)
        near = abs(item.displayed - item.answer) <= item.tolerance
        assert verdict.kind == ("correct" if near else "almost")
        assert near or "exchange's rounding" in verdict.text


def test_the_published_rounding_is_recognised() -> None:
    assert "exchange's rounding" in BOOK.judged(ITEMS["3.1a"], 55_254.2).text


def test_unknown_exercise_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        ITEMS["9.9"]
