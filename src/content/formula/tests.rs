//! Formulas on one line, drawn, and refused.

use super::*;

#[track_caller]
fn line(tex: &str, expected: &str) {
    assert_eq!(check(tex), Ok(()), "{tex}");
    assert_eq!(one_line(tex), expected, "{tex}");
}

#[test]
fn formulas_of_the_lessons_on_one_line() {
    line(r"\alpha^\phi", "α^φ");
    line(r"d = \alpha^\phi,\; w = \beta^\phi", "d = α^φ, w = β^φ");
    line(r"1/C_{out} + 1/k^2", "1/Cₒᵤₜ + 1/k²");
    line(r"\alpha \cdot \beta^2 \cdot \gamma^2 \approx 2", "α·β²·γ² ≈ 2");
    line(r"k^2 \cdot C_{in} \cdot H", "k²·Cᵢₙ·H");
    line(r"\frac{a + b}{2c}", "(a + b)/2c");
    line(r"x \cdot \sigma(x)", "x·σ(x)");
    line(r"\hat{L}_i \geq \sqrt{n}", "L\u{302}ᵢ ≥ √n");
    line(r"\left(\frac{1}{2}\right)^{k-1}", "(1/2)^(k - 1)");
    line(r"\text{MACs} = 2^n", "MACs = 2ⁿ");
}

#[test]
fn a_formula_of_its_own_has_two_dimensions() {
    assert_eq!(block(r"\frac{1}{k^2}", 20).unwrap().len(), 3);
    assert_eq!(block(r"\frac{1}{k^2}", 2), None);
    assert_eq!(block(r"\frac{1}{", 20), None);
}

#[test]
fn broken_formulas_say_why() {
    let message = |tex| check(tex).unwrap_err();
    assert_eq!(message(r"\frac{1}{"), "this formula leaves a brace open");
    assert_eq!(message("a}"), "this formula closes a brace that is not open");
    assert_eq!(message(r"\alhpa + 1"), r"unknown command `\alhpa` in a formula");
    assert_eq!(message(" "), "this formula is empty");
}

/// As the screen draws it.
#[track_caller]
fn drawn(tex: &str) -> String {
    block(tex, 60).unwrap().join("\n")
}

#[test]
fn fractions_stand_on_the_line() {
    insta::assert_snapshot!(drawn(r"\frac{1}{C_{out}} + \frac{1}{k^2}"), @r"
      1       1
    ────── + ────
     Cₒᵤₜ     k²
    ");
    insta::assert_snapshot!(drawn(r"x \cdot \sigma(x) = \frac{x}{1 + e^{-x}}"), @r"
                 x
    x·σ(x) = ─────────
                   -x
              1 + e
    ");
    insta::assert_snapshot!(drawn(r"p_l = 1 - 0.2 \cdot \frac{l}{L}"), @r"
                  l
    pₗ = 1 - 0.2·───
                  L
    ");
    insta::assert_snapshot!(drawn(r"\frac{\frac{a}{b}}{c + 1}"), @r"
       a
      ───
       b
    ───────
     c + 1
    ");
}

#[test]
fn powers_without_a_small_letter_stand_above() {
    insta::assert_snapshot!(drawn(r"d = \alpha^\phi,\; w = \beta^\phi,\; r = \gamma^\phi"), @r"
         φ       φ       φ
    d = α , w = β , r = γ
    ");
    insta::assert_snapshot!(drawn(r"k^2 \cdot C_{in} \cdot C_{out} \cdot H \cdot W"), @"k²·Cᵢₙ·Cₒᵤₜ·H·W");
}

#[test]
fn roots_sums_and_brackets_grow() {
    insta::assert_snapshot!(drawn(r"y = \gamma \cdot \frac{x - \mu}{\sqrt{\sigma^2 + \varepsilon}} + \beta"), @r"
            x - μ
    y = γ·───────── + β
            ──────
           √σ² + ε
    ");
    insta::assert_snapshot!(drawn(r"z_c = \frac{1}{H W} \sum_{i=1}^{H} \sum_{j=1}^{W} x_{c,i,j}"), @r"
           1     H     W
    z  = ─────   ∑     ∑   x
     c    H W  i = 1 j = 1  c,i,j
    ");
    insta::assert_snapshot!(drawn(r"ACC(m) \cdot \left[\frac{FLOPS(m)}{T}\right]^w"), @r"
           ⎡ FLOPS(m) ⎤w
    ACC(m)·⎢──────────⎥
           ⎣    T     ⎦
    ");
}

#[test]
fn hangul_takes_two_columns() {
    insta::assert_snapshot!(drawn(r"\frac{\text{출력 채널}}{\text{입력 채널}}"), @r"
     출력 채널
    ───────────
     입력 채널
    ");
}

#[test]
fn a_slash_divides_what_stands_before_it() {
    insta::assert_snapshot!(drawn(r"m = 0.9 m + \eta g / \sqrt{s + \epsilon}"), @r"
                    g
    m = 0.9 m + η────────
                   ─────
                  √s + ε
    ");
    line(r"m = 0.9 m + \eta g / \sqrt{s + \epsilon}", "m = 0.9 m + ηg/(√(s + ε))");
    line("(a + b) / c", "(a + b)/c");
    assert_eq!(block("(a + b) / c", 36), None, "on one line instead");
}
